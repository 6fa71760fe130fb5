using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Snackable.Sandbox.ProcessingApi;

/// <summary>The JSON of the processing API.</summary>
internal static class Wire
{
    public static Answer Page(IEnumerable<SandboxFile> files) => Ok(json =>
    {
        json.WriteStartArray();
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("fileId", file.FileId);
            WriteText(json, "processingStatus", file.ProcessingStatus);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static Answer Details(SandboxFile file) => Ok(json =>
    {
        json.WriteStartObject();
        json.WriteString("fileId", file.FileId);
        WriteText(json, "fileName", file.FileName);
        WriteLength(json, file);
        WriteText(json, "mp3Path", file.Mp3Path);
        WriteText(json, "originalFilePath", file.OriginalFilePath);
        WriteText(json, "seriesTitle", file.SeriesTitle);
        json.WriteEndObject();
    });

    public static Answer Segments(SandboxFile file) => Ok(json =>
    {
        json.WriteStartArray();
        foreach (var segment in file.Segments)
        {
            json.WriteStartObject();
            json.WriteNumber("fileSegmentId", segment.FileSegmentId);
            json.WriteString("fileId", segment.FileId);
            WriteText(json, "segmentText", segment.SegmentText);
            json.WriteNumber("startTime", segment.StartTime);
            json.WriteNumber("endTime", segment.EndTime);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static Answer NoSegments() => Page([]);

    public static Answer Error(int status, string message) => Of(status, json =>
    {
        json.WriteStartObject();
        WriteText(json, "message", message);
        json.WriteEndObject();
    });

    public static Answer Counters(CallLog calls) => Ok(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("pages", calls.Pages);
        json.WriteNumber("details", calls.Details);
        json.WriteNumber("segments", calls.Segments);
        json.WriteNumber("total", calls.Total);
        json.WriteNumber("mostPagesInFlight", calls.MostPagesInFlight);
        json.WriteEndObject();
    });

    // Upstream is not of one mind about a length that it does not know: the member is null for some files and absent for others.
    private static void WriteLength(Utf8JsonWriter json, SandboxFile file)
    {
        if (file.FileLength is { } length)
            json.WriteNumber("fileLength", length);
        else if (file.FileName.Length % 2 == 0)
            json.WriteNull("fileLength");
    }

    // Text goes over the wire as UTF-8, as it does upstream. Every encoder of the framework turns emoji into \u escapes.
    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(text is null ? "null" : Quoted(text), skipInputValidation: true);
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 8).Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                quoted.Append('\\').Append(character);
            else if (character < ' ')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    private static Answer Ok(Action<Utf8JsonWriter> write) => Of(StatusCodes.Status200OK, write);

    private static Answer Of(int status, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
            write(json);
        return new Answer(status, body.WrittenSpan.ToArray());
    }
}
