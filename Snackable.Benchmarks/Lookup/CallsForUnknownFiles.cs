using System.Diagnostics;
using System.Net;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Benchmarks.Lookup;

/// <summary>Counts the calls that ids cost which no file has.</summary>
internal static class CallsForUnknownFiles
{
    private const int Pages = 200;
    private const int LookupsOfEarlier = 10;

    public static async IAsyncEnumerable<Row> AsFastAsTheyComeAsync()
    {
        const int ids = 1000;
        const int atOnce = 8;
        await using var stage = await Stage.StartAsync(files: 1000);
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(
            0, ids, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (_, _) => await AskForUnknownAsync(stage));
        var windows = 1 + (int)(watch.Elapsed.TotalSeconds / 5);
        await stage.SettleAsync();
        var pages = stage.Calls.Pages;
        yield return new Row(
            $"1,000 invented ids as fast as they come, {atOnce} at once: {watch.Elapsed.TotalSeconds:n1} s",
            $"{Pages + 1} pages per freshness window, here {windows}",
            $"{pages} pages{stage.Doubt}",
            await ScaledAsync(stage, ids),
            pages <= (Pages + 1) * windows && stage.IsRight);
    }

    public static async IAsyncEnumerable<Row> OneEveryFiveSecondsAsync()
    {
        const int asks = 120;
        // 10 short of what MAX_PAGES allows: past the limit there would be nothing to probe.
        await using var stage = await Stage.StartAsync(files: 990);
        for (var ask = 0; ask < asks; ask++)
        {
            await AskForUnknownAsync(stage);
            stage.Wait(TimeSpan.FromSeconds(5));
        }

        await stage.SettleAsync();
        var pages = stage.Calls.Pages;
        var scans = stage.Calls.All.Count(call => call.Offset == 0);
        yield return new Row(
            "one invented id every 5 s for 10 minutes, 990 files, list unchanged",
            "3,000 pages: 1 probe each, full scans at doubling distance",
            $"{pages:n0} pages, {scans} full scans{stage.Doubt}",
            await ScaledAsync(stage, asks),
            pages <= 3000 && stage.IsRight);
    }

    public static async IAsyncEnumerable<Row> WithABrokenPageAsync()
    {
        const int asks = 10;
        await using var stage = await Stage.StartAsync(files: 1000);
        stage.ProcessingApi.Faults.Add(call => call.Offset == 500, Fault.Malformed);
        for (var ask = 0; ask < asks; ask++)
            await AskForUnknownAsync(stage, HttpStatusCode.BadGateway);
        await stage.SettleAsync();
        yield return new Row(
            $"{asks} invented ids, one after another, while one page stays broken: no scan is complete, each answer is 502",
            "", $"{stage.Calls.Pages:n0} pages{stage.Doubt}", "", null);
    }

    private static Task AskForUnknownAsync(Stage stage, HttpStatusCode expected = HttpStatusCode.NotFound) =>
        stage.AskAsync(Guid.NewGuid(), expected);

    private static async Task<string> ScaledAsync(Stage stage, int asks)
    {
        stage.Calls.Reset();
        for (var ask = 0; ask < LookupsOfEarlier; ask++)
            await stage.Earlier.FindAsync(Guid.NewGuid());
        var pages = stage.Calls.Pages;
        return $"{LookupsOfEarlier} look-ups: {pages:n0} → {pages * (asks / LookupsOfEarlier):n0} pages";
    }
}
