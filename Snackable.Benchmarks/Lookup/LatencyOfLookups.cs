using System.Diagnostics;

namespace Snackable.Benchmarks.Lookup;

/// <summary>Times look-ups as their caller sees them, the processing API answering in 20 ms, or a little later.</summary>
internal static class LatencyOfLookups
{
    private const int LatencyMs = 20;
    private const int WarmUps = 50;
    private const double OverheadMs = 5;

    public static async IAsyncEnumerable<Row> ListedFileAsync()
    {
        const int lookups = 200;
        const int lookupsOfEarlier = 20;
        await using var stage = await Stage.StartAsync(files: 1000, latencyMs: LatencyMs);
        using var bare = new HttpClient { BaseAddress = stage.ProcessingApi.Address };
        await stage.ReadListAsync();
        var files = Shuffled(stage.Files());
        foreach (var file in files[^WarmUps..])
        {
            await stage.AskAsync(file);
            await bare.GetByteArrayAsync($"api/file/details/{file}");
        }

        // Turn by turn, so that whatever else the machine does strikes both.
        var (ours, roundTrips, segments) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var file in files[..lookups])
        {
            roundTrips.Add(await TimeAsync(() => bare.GetByteArrayAsync($"api/file/details/{file}")));
            segments.Add(await TimeAsync(() => bare.GetByteArrayAsync($"api/file/segments/{file}")));
            ours.Add(await TimeAsync(() => stage.AskAsync(file)));
        }

        var earlier = await TimeEachAsync(files[..lookupsOfEarlier], stage.Earlier.FindAsync);
        var roundTrip = Percentile(roundTrips, 50);
        yield return new Row(
            $"a listed FINISHED cold file, upstream answering in {LatencyMs} ms: median of {lookups}",
            $"one round trip + {OverheadMs} ms: {Ms(roundTrip + OverheadMs)}",
            $"{Ms(Percentile(ours, 50))}{stage.Doubt}",
            $"{Ms(Percentile(earlier, 50))} ({lookupsOfEarlier} look-ups)",
            Percentile(ours, 50) <= roundTrip + OverheadMs && stage.IsRight);
        yield return new Row("… its 95th percentile", "", Ms(Percentile(ours, 95)), Ms(Percentile(earlier, 95)), null);
        yield return new Row(
            "… one bare upstream round trip (details), turn by turn with it: median and 95th percentile", "",
            $"{Ms(roundTrip)}, {Ms(Percentile(roundTrips, 95))}", "", null);
        yield return new Row(
            "… one bare upstream round trip (segments), likewise", "",
            $"{Ms(Percentile(segments, 50))}, {Ms(Percentile(segments, 95))}", "", null);
    }

    public static async IAsyncEnumerable<Row> FirstLookupsAsync()
    {
        const int lookups = 1000;
        const int lookupsOfEarlier = 20;
        const double atMostMs = 30;
        await using var stage = await Stage.StartAsync(files: 1250, maxPages: 250, latencyMs: LatencyMs);
        var files = Shuffled(stage.Files())[..lookups];
        var ours = await TimeEachAsync(files, file => stage.AskAsync(file));
        var earlier = await TimeEachAsync(files[..lookupsOfEarlier], stage.Earlier.FindAsync);
        yield return new Row(
            $"1,000 first look-ups of 1,250 files in random order from an empty store, upstream answering in {LatencyMs} ms: median",
            Ms(atMostMs),
            $"{Ms(Percentile(ours, 50))}{stage.Doubt}",
            $"{Ms(Percentile(earlier, 50))} ({lookupsOfEarlier} look-ups, MAX_PAGES 250)",
            Percentile(ours, 50) <= atMostMs && stage.IsRight);
        yield return new Row(
            "… 95th percentile, and the first of all", "",
            $"{Ms(Percentile(ours, 95))}, {Ms(ours[0])}", Ms(Percentile(earlier, 95)), null);
    }

    private static Guid[] Shuffled(Guid[] files)
    {
        new Random(1).Shuffle(files);
        return files;
    }

    private static async Task<List<double>> TimeEachAsync(Guid[] files, Func<Guid, Task> lookUp)
    {
        var times = new List<double>();
        foreach (var file in files)
            times.Add(await TimeAsync(() => lookUp(file)));
        return times;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Percentile(List<double> times, int percent) => times.Order().ElementAt((times.Count - 1) * percent / 100);

    private static string Ms(double time) => $"{time:n1} ms";
}
