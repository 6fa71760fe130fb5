using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Benchmarks.Events;

/// <summary>Times how long a thousand messages take, next to what the processing API alone takes for the same files.</summary>
internal static class ManyMessages
{
    private const int Files = 1000;
    private const int PageSize = 5;
    private const int WarmUps = 2;
    private const int Rounds = 3;
    private const double AtMost = 2;

    public static async IAsyncEnumerable<string> MeasureAsync(string brokerAddress)
    {
        yield return Line("in a process that has just started", await RoundAsync(brokerAddress), isBound: false);
        for (var warmUp = 1; warmUp < WarmUps; warmUp++)
            await RoundAsync(brokerAddress);
        for (var round = 1; round <= Rounds; round++)
            yield return Line($"in one that runs for a while, round {round}", await RoundAsync(brokerAddress), isBound: true);
    }

    private static async Task<Result> RoundAsync(string brokerAddress)
    {
        SandboxFile[] files = [.. Enumerable.Range(0, Files).Select(number => SandboxFiles.Create(number, SandboxStatus.Finished))];
        await using var stage = await EventStage.StartAsync(brokerAddress, files);
        using var upstream = new HttpClient { BaseAddress = stage.ProcessingApi.Address };

        // Before and after, so that whatever else the machine does strikes both; the faster one counts.
        var before = await Stopwatches.TimeAsync(() => FetchAsync(upstream, files));
        stage.ProcessingApi.Calls.Reset();
        var consumed = await Stopwatches.TimeAsync(async () =>
        {
            await Task.WhenAll(files.Select(file => stage.PublishFinishedAsync(file.FileId)));
            await stage.StoredAsync(Files);
        });
        var calls = stage.ProcessingApi.Calls;
        var (pages, details, segments) = (calls.Pages, calls.Details, calls.Segments);
        var after = await Stopwatches.TimeAsync(() => FetchAsync(upstream, files));
        return new Result(consumed, before < after ? before : after, pages, details, segments);
    }

    // The same two calls for each file, the same number of files at a time, and nothing done with the answers.
    private static Task FetchAsync(HttpClient upstream, IEnumerable<SandboxFile> files) => Parallel.ForEachAsync(
        files,
        new ParallelOptions { MaxDegreeOfParallelism = EventStage.Concurrency },
        async (file, token) => await Task.WhenAll(
            upstream.GetByteArrayAsync($"api/file/details/{file.FileId}", token),
            upstream.GetByteArrayAsync($"api/file/segments/{file.FileId}", token)));

    private static string Line(string process, Result result, bool isBound)
    {
        var ratio = result.Consumed / result.Upstream;
        var isWithin = ratio <= AtMost
            && (result.Details, result.Segments) == (Files, Files)
            && result.Pages <= (Files / PageSize) + EventStage.Concurrency;
        var verdict = isWithin ? "ok" : "EXCEEDED";
        return $"| {Files:n0} file.finished, all stored and acknowledged, {process} "
            + $"| {AtMost} × upstream alone, 1 details and 1 segments each, one scan of {Files / PageSize} pages "
            + $"| {result.Consumed.TotalMilliseconds:n0} ms = {ratio:0.00} × {result.Upstream.TotalMilliseconds:n0} ms; "
            + $"{result.Details:n0} details, {result.Segments:n0} segments, {result.Pages} pages | {(isBound ? verdict : "")} |";
    }

    private sealed record Result(TimeSpan Consumed, TimeSpan Upstream, int Pages, int Details, int Segments);
}
