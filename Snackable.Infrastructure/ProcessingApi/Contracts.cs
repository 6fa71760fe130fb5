using System.Text.Json.Serialization;
using Snackable.Domain;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>A place of the list.</summary>
/// <param name="FileId">The id as sent; a UUID, as far as anyone can ask for the file.</param>
/// <param name="ProcessingStatus">The status in the processing API's word.</param>
public sealed record ListedFileContract(string FileId, string ProcessingStatus);

/// <summary>A file's details. Both spellings <c>originalFilePath</c> and <c>originalFilepath</c> are read.</summary>
public sealed record DetailsContract(
    string FileId,
    string FileName,
    string Mp3Path,
    string OriginalFilePath,
    long? FileLength = null,
    string? SeriesTitle = null)
{
    /// <summary>The details in our words.</summary>
    /// <param name="fileId">The id that the contract names, read.</param>
    public FileDetails ToDetails(FileId fileId) => new(fileId, FileName, FileLength, Mp3Path, OriginalFilePath, SeriesTitle);
}

/// <summary>A segment; times in milliseconds from the file's start.</summary>
public sealed record SegmentContract(long FileSegmentId, string FileId, string SegmentText, long StartTime, long EndTime);

/// <summary>How the contracts are read: a member twice, missing, or null where it must not be is an error, never a default value.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(WholeNumberConverter)])]
[JsonSerializable(typeof(List<ListedFileContract>))]
[JsonSerializable(typeof(DetailsContract))]
[JsonSerializable(typeof(List<SegmentContract>))]
internal sealed partial class ContractsJsonContext : JsonSerializerContext;
