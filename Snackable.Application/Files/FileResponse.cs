using System.Text.Json.Serialization;
using AutoMapper;
using Snackable.Domain;

namespace Snackable.Application.Files;

/// <summary>Everything about one finished file.</summary>
public sealed record FileResponse
{
    /// <summary>The file's id, a UUID in lower case.</summary>
    public required Guid FileId { get; init; }

    /// <summary>How far the file is processed: always <c>FINISHED</c>, since other files are answered as problems.</summary>
    public required string ProcessingStatus { get; init; }

    /// <summary>The file's name, as its owner uploaded it.</summary>
    public required string FileName { get; init; }

    /// <summary>The audio's length in milliseconds; left out when it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FileLength { get; init; }

    /// <summary>Where the audio can be played from: an absolute http(s) URL.</summary>
    public required string Mp3Path { get; init; }

    /// <summary>Where the uploaded file can be had: an absolute http(s) URL. Mind the small p in its key.</summary>
    public required string OriginalFilepath { get; init; }

    /// <summary>The series that the file is an episode of; <c>null</c> when it belongs to none.</summary>
    public required string? SeriesTitle { get; init; }

    /// <summary>The words spoken, in the processing API's order; empty when nothing is said.</summary>
    public required IReadOnlyList<SegmentResponse> Segments { get; init; }
}

/// <summary>A stretch of the audio and what is said in it.</summary>
public sealed record SegmentResponse
{
    /// <summary>The segment's number.</summary>
    public required long FileSegmentId { get; init; }

    /// <summary>The id of the file that the segment belongs to.</summary>
    public required Guid FileId { get; init; }

    /// <summary>The words spoken.</summary>
    public required string SegmentText { get; init; }

    /// <summary>Where the segment starts, in milliseconds from the file's start.</summary>
    public required long StartTime { get; init; }

    /// <summary>Where the segment ends, in milliseconds from the file's start.</summary>
    public required long EndTime { get; init; }
}

/// <summary>How a file becomes a response.</summary>
public sealed class FileResponseProfile : Profile
{
    /// <summary>Declares the maps; a test asserts that they leave no member out, be it of the response or of the details.</summary>
    public FileResponseProfile()
    {
        CreateMap<FileId, Guid>().ConvertUsing(fileId => fileId.Value);
        CreateMap<ProcessingStatus, string>().ConvertUsing(status => status.Word);
        CreateMap<Segment, SegmentResponse>();
        CreateMap<FileDetails, FileResponse>(MemberList.Source);
        CreateMap<MediaFile, FileResponse>().IncludeMembers(file => file.Details);
    }
}

/// <summary>What the mapping library needs to know.</summary>
public sealed class MappingOptions
{
    /// <summary><c>AUTOMAPPER_LICENSE_KEY</c>: AutoMapper's license key; without one it says so in the log, with the first file that is answered.</summary>
    public string? AutomapperLicenseKey { get; set; }
}
