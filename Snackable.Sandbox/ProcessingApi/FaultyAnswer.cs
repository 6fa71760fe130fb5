using System.Text;

namespace Snackable.Sandbox.ProcessingApi;

/// <summary>The faults that take more than a line.</summary>
internal static class FaultyAnswer
{
    private const int ChunkSize = 64 * 1024;
    private const string Mp3 = "https://media.snackable.example/mp3/flood.mp3";
    private const int StrangerSegments = 20;

    public static async Task TruncateAsync(Exchange exchange)
    {
        var answer = exchange.RightAnswer();
        exchange.Head(answer);
        await exchange.Response.Body.WriteAsync(answer.Body.AsMemory(0, answer.Body.Length / 2), exchange.Leaving);

        // Returning with too few bytes makes the server send what there is and close; an abort could discard the first half.
    }

    public static Task MistakeFileAsync(Exchange exchange)
    {
        var number = exchange.Call.FileId == SandboxFiles.Finished ? SandboxFiles.Samples : 0;
        var stranger = SandboxFiles.Create(number, SandboxStatus.Finished, StrangerSegments);
        return exchange.SendAsync(exchange.Call.Kind switch
        {
            CallKind.Details => Wire.Details(stranger),
            CallKind.Segments => Wire.Segments(stranger),
            _ => exchange.RightAnswer(),
        });
    }

    public static async Task DribbleAsync(Exchange exchange, TimeSpan betweenBytes)
    {
        var answer = exchange.RightAnswer();
        exchange.Head(answer);
        await exchange.Response.Body.FlushAsync(exchange.Leaving);
        for (var i = 0; i < answer.Body.Length; i++)
        {
            await exchange.WaitAsync(betweenBytes);
            await exchange.Response.Body.WriteAsync(answer.Body.AsMemory(i, 1), exchange.Leaving);
            await exchange.Response.Body.FlushAsync(exchange.Leaving);
        }
    }

    public static async Task FloodAsync(Exchange exchange, long bytes)
    {
        var (start, unit, end) = Flood(exchange.Call);
        exchange.Response.ContentType = Answer.Json;
        await exchange.Response.WriteAsync(start, exchange.Leaving);
        var chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, ChunkSize / unit.Length)));
        for (var sent = 0L; sent <= bytes; sent += chunk.Length)
            await exchange.Response.Body.WriteAsync(chunk, exchange.Leaving);
        await exchange.Response.WriteAsync(end, exchange.Leaving);
    }

    private static (string Start, string Unit, string End) Flood(Call call)
    {
        var entry = $$"""{"fileId":"{{SandboxFiles.Unknown}}","processingStatus":"FINISHED"}""";
        var segment = $$"""{"fileSegmentId":1,"fileId":"{{call.FileId}}","segmentText":"And so on.","startTime":0,"endTime":1000}""";
        var details = $$"""{"fileId":"{{call.FileId}}","mp3Path":"{{Mp3}}","originalFilePath":"{{Mp3}}","seriesTitle":null,"fileName":"a""";
        return call.Kind switch
        {
            CallKind.Page => ("[", $"{entry},", $"{entry}]"),
            CallKind.Segments => ("[", $"{segment},", $"{segment}]"),
            _ => (details, "aaaaaaaaaaaaaaaa", "\"}"),
        };
    }
}
