using MongoDB.Bson.Serialization.Attributes;
using Snackable.Domain;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>A segment inside its file's document.</summary>
[BsonIgnoreExtraElements]
public sealed class SegmentDocument
{
    /// <summary>The segment's number.</summary>
    [BsonElement("fileSegmentId"), BsonRequired]
    public required long FileSegmentId { get; init; }

    /// <summary>The file's id, which the earlier version repeated in each segment; we leave it to the document.</summary>
    [BsonElement("fileId"), BsonIgnoreIfNull]
    public string? FileId { get; init; }

    /// <summary>The words spoken.</summary>
    [BsonElement("segmentText"), BsonRequired]
    public required string SegmentText { get; init; }

    /// <summary>Where the segment starts, in milliseconds.</summary>
    [BsonElement("startTime"), BsonRequired]
    public required long StartTime { get; init; }

    /// <summary>Where the segment ends, in milliseconds.</summary>
    [BsonElement("endTime"), BsonRequired]
    public required long EndTime { get; init; }

    internal static SegmentDocument From(Segment segment) => new()
    {
        FileSegmentId = segment.FileSegmentId,
        SegmentText = segment.SegmentText,
        StartTime = segment.StartTime,
        EndTime = segment.EndTime,
    };

    internal Segment ToSegment(FileId fileId) => new(
        FileSegmentId,
        FileId is null ? fileId : Domain.FileId.Parse(FileId),
        SegmentText ?? throw new FormatException($"Its segment {FileSegmentId} has no text."),
        StartTime,
        EndTime);
}
