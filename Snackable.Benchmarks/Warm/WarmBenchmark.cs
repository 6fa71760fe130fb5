namespace Snackable.Benchmarks.Warm;

/// <summary>
/// What a read costs when nobody upstream has to be asked, next to a bare web server that writes the same bytes from memory. The servers
/// are processes of their own and take turns under the same load, so that whatever else the machine does disturbs all of them.
/// </summary>
internal static class WarmBenchmark
{
    private const int Rounds = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(30);

    private static readonly TextWriter Output = Console.Out;

    public static async Task RunAsync()
    {
        using var stage = await WarmStage.CreateAsync();
        await using var api = await StartApiAsync(stage);
        var (length, tag) = await stage.SaveBodiesAsync(api.Address);
        await using var bare = await ServerProcess.StartAsync(
            ["Snackable.Benchmarks.dll", BareServer.Argument, stage.Bodies], "/" + Coding.Identity, stage.File.FileName);

        // So small a cache holds next to none of the files, but has each of them put in and taken out again.
        await using var full = await StartApiAsync(stage, ("CACHE_SIZE_MB", "1"));
        await using var without = await StartApiAsync(stage, ("CACHE_SECONDS", "0"));

        await Output.WriteLineAsync($"{stage.Files.Count:N0} files in SQLite, {length:N0} bytes of JSON each. {Wrk.Connections} connections.");
        await Output.WriteLineAsync($"Medians of {Rounds} turns of {Turn.TotalSeconds} s; answers per second, p99 in ms.");
        await Output.WriteLineAsync();
        await Output.WriteLineAsync($"{"",-22}{"API",10}{"p99",8}{"bare",10}{"p99",8}{"API/bare",10}");
        var file = new Uri(api.Address, WarmStage.AddressOf(stage.File));
        var same = new Uri(bare.Address, Coding.Identity);
        foreach (var coding in Coding.All)
        {
            var encoded = new Uri(bare.Address, coding);
            await CompareAsync($"warm, {coding}", turn => Wrk.RunAsync(file, turn, $"Accept-Encoding: {coding}"), turn => Wrk.RunAsync(encoded, turn));
        }

        await CompareAsync("not modified (304)", turn => Wrk.RunAsync(file, turn, $"If-None-Match: {tag}"), turn => Wrk.RunAsync(same, turn));
        foreach (var (name, server) in new[] { ("store hit, no cache", without), ("store hit, full cache", full) })
        {
            await CompareAsync(
                name,
                turn => Wrk.RunAsync(server.Address, turn, script: stage.RandomFiles),
                turn => Wrk.RunAsync(same, turn, script: stage.RandomFiles));
        }

        await Output.WriteLineAsync();
        await MeasureMemoryAsync(stage);
        var start = await ServerProcess.MedianStartAsync(() => StartApiAsync(stage));
        await Output.WriteLineAsync($"start to the first file answered: {start.InMilliseconds()}");
    }

    private static Task<ServerProcess> StartApiAsync(WarmStage stage, params (string Name, string Value)[] settings) =>
        ServerProcess.StartApiAsync(stage.ConnectionString, WarmStage.AddressOf(stage.File), stage.File.FileName, settings);

    private static async Task CompareAsync(string name, Func<TimeSpan, Task<Load>> api, Func<TimeSpan, Task<Load>> bare)
    {
        await api(WarmUp);
        await bare(WarmUp);
        var (apis, bares) = await Stopwatches.InTurnsAsync(Rounds, _ => api(Turn), _ => bare(Turn));
        var (ours, theirs) = (Load.Median(apis), Load.Median(bares));
        await Output.WriteLineAsync(
            $"{name,-22}{ours.Rate,10:N0}{ours.P99,8:0.00}{theirs.Rate,10:N0}{theirs.P99,8:0.00}{ours.Rate / theirs.Rate,10:0.00}");
    }

    private static async Task MeasureMemoryAsync(WarmStage stage)
    {
        const int CacheSizeMb = 64;
        await using var api = await StartApiAsync(stage, ("CACHE_SIZE_MB", $"{CacheSizeMb}"));
        var load = await Wrk.RunAsync(api.Address, Reading, script: stage.AllFiles);
        using var client = new HttpClient { BaseAddress = api.Address };
        using var answer = await client.GetAsync(WarmStage.AddressOf(stage.File));
        await Output.WriteLineAsync(
            $"memory, all files read in all codings for {Reading.TotalSeconds} s ({load.Rate * Reading.TotalSeconds:N0} reads), cache of {CacheSizeMb} MB:"
            + $" {api.PeakMemoryMb} MB at most; then it answers {(int)answer.StatusCode}");
    }
}
