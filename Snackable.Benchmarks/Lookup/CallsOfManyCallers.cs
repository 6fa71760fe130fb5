using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Benchmarks.Lookup;

/// <summary>Counts the calls of look-ups that come at the same time. The processing API takes its time, so that they do.</summary>
internal static class CallsOfManyCallers
{
    private const int LatencyMs = 20;
    private const int MaxConcurrentPages = 16;
    private const int CallersOfEarlier = 5;

    public static async IAsyncEnumerable<Row> OneColdFileAsync()
    {
        const int callers = 200;
        await using var stage = await Stage.StartAsync(files: 1000, latencyMs: LatencyMs);
        var file = stage.Files()[^1];
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => stage.AskAsync(file)));
        await stage.SettleAsync();
        var (pages, twice, details, segments) = (stage.Calls.Pages, PagesReadTwice(stage), stage.Calls.Details, stage.Calls.Segments);

        stage.Calls.Reset();
        await Task.WhenAll(Enumerable.Range(0, CallersOfEarlier).Select(_ => stage.Earlier.FindAsync(file)));
        var (earlierPages, earlierDetails) = (stage.Calls.Pages, stage.Calls.Details);
        const int scale = callers / CallersOfEarlier;
        yield return new Row(
            "200 concurrent requests for one cold file of 1,000",
            "no page twice, 1 details, 1 segments",
            $"{pages} pages, {twice} of them twice, {details} details, {segments} segments{stage.Doubt}",
            $"{CallersOfEarlier} callers: {earlierPages:n0} → {earlierPages * scale:n0} pages, " +
            $"{earlierDetails} → {earlierDetails * scale} details",
            twice == 0 && details == 1 && segments == 1 && stage.IsRight);
    }

    public static async IAsyncEnumerable<Row> DifferentColdFilesAsync()
    {
        const int callers = 500;
        await using var stage = await Stage.StartAsync(files: 1000, latencyMs: LatencyMs);
        var files = stage.Files();
        new Random(1).Shuffle(files);
        await Task.WhenAll(files[..callers].Select(file => stage.AskAsync(file)));
        await stage.SettleAsync();
        var (pages, details, segments) = (stage.Calls.Pages, stage.Calls.Details, stage.Calls.Segments);
        var inFlight = stage.Calls.MostPagesInFlight;

        stage.Calls.Reset();
        await Task.WhenAll(files[..CallersOfEarlier].Select(stage.Earlier.FindAsync));
        var (earlierPages, earlierInFlight) = (stage.Calls.Pages, stage.Calls.MostPagesInFlight);
        yield return new Row(
            "500 concurrent requests for 500 different cold files of 1,000",
            "210 pages, no file fetched twice",
            $"{pages} pages, {details} details, {segments} segments{stage.Doubt}",
            $"{CallersOfEarlier} callers: {earlierPages:n0} → {earlierPages * (callers / CallersOfEarlier):n0} pages",
            pages <= 210 && details == callers && segments == callers && stage.IsRight);
        yield return new Row(
            "… page calls in flight together",
            $"{MaxConcurrentPages}",
            $"{inFlight}",
            $"{CallersOfEarlier} callers: {earlierInFlight:n0}",
            inFlight <= MaxConcurrentPages);
    }

    private static int PagesReadTwice(Stage stage) => stage.Calls.All
        .Where(call => call.Kind == CallKind.Page)
        .GroupBy(call => call.Offset)
        .Count(calls => calls.Count() > 1);
}
