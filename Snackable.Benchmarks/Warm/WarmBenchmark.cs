namespace Snackable.Benchmarks.Warm;

/// <summary>
/// What a read costs when nobody upstream has to be asked, next to a bare web server that writes the same bytes from memory. The servers
/// are processes of their own and take turns under the same load, so that whatever else the machine does disturbs all of them.
/// </summary>
internal static class WarmBenchmark
{
    private const int Rounds = 15;

    // What the Dockerfile sets.
    private static readonly (string, string) Gen0Size = ("DOTNET_GCgen0size", "0x2000000");

    // So long does the compiler go on to improve the code that a store hit runs through, on two cores that are busy with it already.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(30);

    private static readonly TextWriter Output = Console.Out;

    public static async Task RunAsync()
    {
        using var stage = await WarmStage.CreateAsync();
        await using var api = await StartApiAsync(stage, Gen0Size);
        var (length, tag) = await stage.SaveBodiesAsync(api.Address);
        await using var bare = await ServerProcess.StartAsync(
            ["Snackable.Benchmarks.dll", BareServer.Argument, stage.Bodies], "/" + Coding.Identity, stage.File.FileName, Gen0Size);

        await Output.WriteLineAsync($"{stage.Files.Count:N0} files in SQLite, {length:N0} bytes of JSON each. {Wrk.Connections} connections.");
        await Output.WriteLineAsync($"Medians of {Rounds} turns of {Turn.TotalSeconds} s: answers per second, p99 in ms, and the ratios within a turn.");
        await Output.WriteLineAsync();
        await Output.WriteLineAsync($"{"",-32}{"API",10}{"p99",8}{"bare",10}{"p99",8}{"API/bare",10}  bound");
        var file = new Uri(api.Address, WarmStage.AddressOf(stage.File));
        var same = new Uri(bare.Address, Coding.Identity);
        foreach (var coding in Coding.All)
        {
            var encoded = new Uri(bare.Address, coding);
            await CompareAsync(
                $"warm, {coding}", ">= 0.85", turn => Wrk.RunAsync(file, turn, $"Accept-Encoding: {coding}"), turn => Wrk.RunAsync(encoded, turn));
        }

        await CompareAsync("not modified (304)", "", turn => Wrk.RunAsync(file, turn, $"If-None-Match: {tag}"), turn => Wrk.RunAsync(same, turn));

        const string bound = ">= 0.25, p99 < 10";
        await CompareStoreHitsAsync(stage, same, "store hit, no cache", bound, ("CACHE_SECONDS", "0"), Gen0Size);
        // So small a cache holds next to none of the files, but has each of them put in and taken out again.
        await CompareStoreHitsAsync(stage, same, "store hit, full cache", bound, ("CACHE_SIZE_MB", "1"), Gen0Size);
        await CompareStoreHitsAsync(stage, same, "the same, gen0 as .NET has it", "", ("CACHE_SIZE_MB", "1"));

        await Output.WriteLineAsync();
        await MeasureMemoryAsync(stage);
        var start = await ServerProcess.MedianStartAsync(() => StartApiAsync(stage, Gen0Size));
        await Output.WriteLineAsync($"start to the first file answered: {start.InMilliseconds()} (bound: < 2 s)");
    }

    private static Task<ServerProcess> StartApiAsync(WarmStage stage, params (string Name, string Value)[] settings) =>
        ServerProcess.StartApiAsync(stage.ConnectionString, WarmStage.AddressOf(stage.File), stage.File.FileName, settings);

    private static async Task CompareStoreHitsAsync(WarmStage stage, Uri bare, string name, string bound, params (string Name, string Value)[] settings)
    {
        await using var api = await StartApiAsync(stage, settings);
        await CompareAsync(
            name,
            bound,
            turn => Wrk.RunAsync(api.Address, turn, script: stage.RandomFiles),
            turn => Wrk.RunAsync(bare, turn, script: stage.RandomFiles));
    }

    private static async Task CompareAsync(string name, string bound, Func<TimeSpan, Task<Load>> api, Func<TimeSpan, Task<Load>> bare)
    {
        await api(WarmUp);
        await bare(WarmUp);
        var (apis, bares) = await Stopwatches.InTurnsAsync(Rounds, _ => api(Turn), _ => bare(Turn));
        var (ours, theirs) = (Load.Median(apis), Load.Median(bares));
        var ratio = apis.Zip(bares, (one, other) => one.Rate / other.Rate).Order().ElementAt(Rounds / 2);
        await Output.WriteLineAsync(
            $"{name,-32}{ours.Rate,10:N0}{ours.P99,8:0.00}{theirs.Rate,10:N0}{theirs.P99,8:0.00}{ratio,10:0.00}  {bound}");
    }

    private static async Task MeasureMemoryAsync(WarmStage stage)
    {
        const int cacheSizeMb = 64;
        await using var api = await StartApiAsync(stage, ("CACHE_SIZE_MB", $"{cacheSizeMb}"), Gen0Size);
        var load = await Wrk.RunAsync(api.Address, Reading, script: stage.AllFiles);
        var rounds = load.Rate * Reading.TotalSeconds / (stage.Files.Count * Coding.All.Length);
        if (rounds < 1)
            throw new InvalidOperationException("The time was too short to read every file in every coding.");

        using var client = new HttpClient { BaseAddress = api.Address };
        using var answer = await client.GetAsync(WarmStage.AddressOf(stage.File));
        await Output.WriteLineAsync(
            $"memory, all files read in all codings {rounds:0.0} times over, cache of {cacheSizeMb} MB:"
            + $" {api.PeakMemoryMb} MB at most (bound: < 400); then it answers {(int)answer.StatusCode}");
    }
}
