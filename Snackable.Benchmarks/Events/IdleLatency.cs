using System.Diagnostics;
using System.Net;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Benchmarks.Events;

/// <summary>Times one message at a time, from its publication to the answer about its file that costs no call any more.</summary>
internal static class IdleLatency
{
    private const int Files = 200;
    private const int WarmUps = 50;
    private const double AtMostMs = 150;

    public static async Task<string> MeasureAsync(string brokerAddress)
    {
        SandboxFile[] files =
        [
            .. Enumerable.Range(SandboxFiles.Samples, Files + WarmUps).Select(number => SandboxFiles.Create(number, SandboxStatus.Processing)),
        ];
        await using var stage = await EventStage.StartAsync(brokerAddress, files);
        var waits = new List<TimeSpan>();
        var wrong = 0;
        foreach (var file in files)
        {
            stage.ProcessingApi.Files.SetStatus(file.FileId, SandboxStatus.Finished);
            var begun = Stopwatch.GetTimestamp();
            await stage.PublishFinishedAsync(file.FileId);
            await stage.StoredAsync(1);
            using var response = await stage.Client.GetAsync($"/api/presentation/files/{file.FileId}");
            waits.Add(Stopwatch.GetElapsedTime(begun));
            wrong += response.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }

        var measured = waits[WarmUps..].Order().ToList();
        var (median, p99) = (measured[Files / 2], measured[(Files * 99 / 100) - 1]);
        var isWithin = p99.TotalMilliseconds <= AtMostMs && wrong == 0 && stage.ProcessingApi.Calls.Details == files.Length;
        return $"| from publishing to a warm answer, one file at a time, {Files} files: p99 (median) | {AtMostMs} ms | "
            + $"{p99.InMilliseconds()} ({median.InMilliseconds()}){(wrong == 0 ? "" : $", but {wrong} answers were wrong")} | {(isWithin ? "ok" : "EXCEEDED")} |";
    }
}
