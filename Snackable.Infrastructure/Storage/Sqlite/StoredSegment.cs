using System.Text.Json;
using System.Text.Json.Serialization;
using Snackable.Application.Files;
using Snackable.Domain;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>A segment as it lies in its file's row. The file's id is the row's.</summary>
internal sealed record StoredSegment(long Id, string Text, long Start, long End)
{
    public static byte[] Write(IReadOnlyList<Segment> segments) => JsonSerializer.SerializeToUtf8Bytes(
        segments.Select(segment => new StoredSegment(segment.FileSegmentId, segment.SegmentText, segment.StartTime, segment.EndTime)).ToArray(),
        StoredSegmentJsonContext.Default.StoredSegmentArray);

    public static Segment[] Read(FileId fileId, byte[] json)
    {
        try
        {
            var stored = JsonSerializer.Deserialize(json, StoredSegmentJsonContext.Default.StoredSegmentArray)!;
            return Array.ConvertAll(stored, segment => new Segment(segment.Id, fileId, segment.Text, segment.Start, segment.End));
        }
        catch (JsonException exception)
        {
            throw new FileStoreException($"The stored segments of file {fileId} can't be read.", exception);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredSegment[]))]
internal sealed partial class StoredSegmentJsonContext : JsonSerializerContext;
