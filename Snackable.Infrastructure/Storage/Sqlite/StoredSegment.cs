using System.Text.Json;
using System.Text.Json.Serialization;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>A segment in its file's row. The row has the file's id.</summary>
internal sealed record StoredSegment(long Id, string Text, long Start, long End)
{
    // The list starts with room for as many segments as a typical file has.
    private const int TypicalCount = 64;

    public static byte[] Write(IReadOnlyList<Segment> segments) => JsonSerializer.SerializeToUtf8Bytes(
        segments.Select(segment => new StoredSegment(segment.FileSegmentId, segment.SegmentText, segment.StartTime, segment.EndTime)).ToArray(),
        StoredSegmentJsonContext.Default.StoredSegmentArray);

    // Token by token: finding a file spends most of its time here, and a serializer takes twice as long.
    public static IReadOnlyList<Segment> Read(FileId fileId, ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var segments = new List<Segment>(TypicalCount);
            Expect(ref reader, JsonTokenType.StartArray);
            while (Next(ref reader) is JsonTokenType.StartObject)
                segments.Add(ReadOne(ref reader, fileId));
            return reader.TokenType is JsonTokenType.EndArray && !reader.Read() ? segments : throw new JsonException("There is more than segments.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new FileStoreException($"The stored segments of file {fileId} can't be read.", exception);
        }
    }

    private static Segment ReadOne(ref Utf8JsonReader reader, FileId fileId)
    {
        var (id, start, end, text) = ((long?)null, (long?)null, (long?)null, (string?)null);
        while (Next(ref reader) is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
                id = ReadNumber(ref reader);
            else if (reader.ValueTextEquals("text"u8))
                text = ReadText(ref reader);
            else if (reader.ValueTextEquals("start"u8))
                start = ReadNumber(ref reader);
            else if (reader.ValueTextEquals("end"u8))
                end = ReadNumber(ref reader);
            else
                reader.Skip();
        }

        return new Segment(id ?? throw Missing("id"), fileId, text ?? throw Missing("text"), start ?? throw Missing("start"), end ?? throw Missing("end"));
    }

    private static JsonException Missing(string member) => new($"A segment has no {member}.");

    private static long ReadNumber(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return reader.GetInt64();
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (Next(ref reader) != expected)
            throw new JsonException($"{expected} was expected, not {reader.TokenType}.");
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : JsonTokenType.None;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredSegment[]))]
internal sealed partial class StoredSegmentJsonContext : JsonSerializerContext;
