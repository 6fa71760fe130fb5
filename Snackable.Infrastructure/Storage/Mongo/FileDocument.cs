using MongoDB.Bson.Serialization.Attributes;
using Snackable.Domain;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>
/// A file in MongoDB: one document with its segments. The earlier version's documents are read by the same class. They have no
/// <c>schemaVersion</c> and no <c>fetchedAtTicks</c>: any fetch counts as later.
/// </summary>
[BsonIgnoreExtraElements]
public sealed class FileDocument
{
    /// <summary>The newest layout that this release knows. Adding a member does not need a new one: unknown members are ignored.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The file's id in its canonical form.</summary>
    [BsonId]
    public required string FileId { get; init; }

    /// <summary>The layout that the document was written in.</summary>
    [BsonElement("schemaVersion")]
    public int SchemaVersion { get; init; }

    /// <summary>The status in the processing API's word.</summary>
    [BsonElement("processingStatus"), BsonRequired]
    public required string ProcessingStatus { get; init; }

    /// <summary>The file's name.</summary>
    [BsonElement("fileName"), BsonRequired]
    public required string FileName { get; init; }

    /// <summary>The audio's length in milliseconds, or null.</summary>
    [BsonElement("fileLength"), BsonRequired]
    public required long? FileLength { get; init; }

    /// <summary>Where the audio can be played from.</summary>
    [BsonElement("mp3Path"), BsonRequired]
    public required string Mp3Path { get; init; }

    /// <summary>Where the uploaded file can be had.</summary>
    [BsonElement("originalFilePath"), BsonRequired]
    public required string OriginalFilePath { get; init; }

    /// <summary>The series' title, or null.</summary>
    [BsonElement("seriesTitle"), BsonRequired]
    public required string? SeriesTitle { get; init; }

    /// <summary>The segments in the processing API's order.</summary>
    [BsonElement("segments"), BsonRequired]
    public required IReadOnlyList<SegmentDocument> Segments { get; init; }

    /// <summary>When the fetch began, in 100 ns since 0001-01-01T00:00:00Z: a date of MongoDB's is too coarse to tell two fetches apart.</summary>
    [BsonElement("fetchedAtTicks")]
    public long FetchedAtTicks { get; init; }

    /// <summary>Makes the document that a file is stored as.</summary>
    public static FileDocument From(MediaFile file) => new()
    {
        FileId = file.FileId.ToString(),
        SchemaVersion = CurrentSchemaVersion,
        ProcessingStatus = file.ProcessingStatus.Word,
        FileName = file.Details.FileName,
        FileLength = file.Details.FileLength,
        Mp3Path = file.Details.Mp3Path,
        OriginalFilePath = file.Details.OriginalFilePath,
        SeriesTitle = file.Details.SeriesTitle,
        Segments = [.. file.Segments.Select(SegmentDocument.From)],
        FetchedAtTicks = file.FetchedAt.UtcTicks,
    };

    /// <summary>Makes the file that the document holds, by the rules that hold for every file.</summary>
    /// <exception cref="FormatException">The document does not hold a whole, finished file.</exception>
    public MediaFile ToMediaFile()
    {
        if (SchemaVersion > CurrentSchemaVersion)
            throw new FormatException($"Its schema version is {SchemaVersion}; this release knows versions up to {CurrentSchemaVersion}.");
        if (ProcessingStatus is null || FileName is null || Mp3Path is null || OriginalFilePath is null || Segments is null)
            throw new FormatException("It is not a file with a status, a name, paths and segments.");

        try
        {
            var fileId = Domain.FileId.Parse(FileId);
            var details = new FileDetails(fileId, FileName, FileLength, Mp3Path, OriginalFilePath, SeriesTitle);
            var segments = Segments.Select(segment => segment?.ToSegment(fileId) ?? throw new FormatException("One of its segments is null.")).ToArray();
            return MediaFile.Restore(new ProcessingStatus(ProcessingStatus), details, segments, new DateTimeOffset(FetchedAtTicks, TimeSpan.Zero));
        }
        catch (Exception exception) when (exception is InvalidMediaFileException or ArgumentOutOfRangeException)
        {
            throw new FormatException("Its members do not make one file.", exception);
        }
    }
}
