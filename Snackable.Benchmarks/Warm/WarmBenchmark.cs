namespace Snackable.Benchmarks.Warm;

/// <summary>
/// What a read costs when nobody upstream has to be asked, next to a bare web server that writes the same bytes from memory. The servers
/// are processes of their own and take turns under the same load, so that whatever else the machine does disturbs all of them.
/// </summary>
internal static class WarmBenchmark
{
    private const double LeastOfWarmReads = 0.85;
    private const double LeastOfStoreHits = 0.25;
    private const double SlowestStoreHit = 10;
    private const int Processes = 3;
    private const int CacheSizeMb = 64;
    private const int MostMemoryMb = 400;
    private const string Origin = "https://app.example";

    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(2);

    // The same as in the Dockerfile: what is measured is what is shipped.
    private static readonly (string, string) Generation0 = ("DOTNET_GCgen0size", "0x2000000");

    private static readonly TextWriter Output = Console.Out;

    /// <summary>Measures, and prints.</summary>
    /// <returns>Whether every bound is kept.</returns>
    public static async Task<bool> RunAsync()
    {
        using var stage = await WarmStage.CreateAsync();
        await using var apis = await ServerGroup.StartAsync(Processes, () => StartApiAsync(stage, Generation0));
        var (lengths, tag) = await stage.SaveBodiesAsync(apis.AddressIn(0));
        await using var bares = await ServerGroup.StartAsync(Processes, () => ServerProcess.StartAsync(
            ["Snackable.Benchmarks.dll", BareServer.Argument, stage.Bodies], "/" + Coding.Identity, stage.File.Details.FileName, Generation0));

        await Output.WriteLineAsync($"{stage.Files.Count:N0} files in SQLite. Bytes of an answer: {lengths}. {Wrk.Connections} connections.");
        await Output.WriteLineAsync(Comparison.Legend);
        await Output.WriteLineAsync();
        await Output.WriteLineAsync(Comparison.Header);
        return await CompareWarmReadsAsync(stage, apis, bares, tag)
            & await CompareStoreHitsAsync(stage, bares)
            & await MeasureMemoryAsync(stage)
            & await MeasureStartAsync(stage);
    }

    private static Task<ServerProcess> StartApiAsync(WarmStage stage, params (string Name, string Value)[] settings) =>
        ServerProcess.StartApiAsync(stage.ConnectionString, WarmStage.AddressOf(stage.File), stage.File.Details.FileName, settings);

    private static async Task<bool> CompareWarmReadsAsync(WarmStage stage, ServerGroup apis, ServerGroup bares, string tag)
    {
        var path = WarmStage.AddressOf(stage.File);
        var isKept = true;
        foreach (var coding in Coding.All)
        {
            isKept &= await new Comparison($"warm, {coding}", LeastOfWarmReads).RunAsync(
                apis, (api, turn) => Wrk.RunAsync(new Uri(api, path), turn, $"Accept-Encoding: {coding}"),
                bares, (bare, turn) => Wrk.RunAsync(new Uri(bare, coding), turn));
        }

        isKept &= await new Comparison("warm, smallest file", LeastOfWarmReads).RunAsync(
            apis, (api, turn) => Wrk.RunAsync(new Uri(api, WarmStage.AddressOf(stage.SmallestFile)), turn),
            bares, (bare, turn) => Wrk.RunAsync(new Uri(bare, BareServer.Smallest), turn));

        await using var open = await ServerGroup.StartAsync(Processes, () => StartApiAsync(stage, ("CORS_ORIGINS", Origin), Generation0));
        await new Comparison("warm, for a page elsewhere").RunAsync(
            open, (api, turn) => Wrk.RunAsync(new Uri(api, path), turn, $"Origin: {Origin}"),
            bares, (bare, turn) => Wrk.RunAsync(new Uri(bare, Coding.Identity), turn));
        await new Comparison("not modified (304)").RunAsync(
            apis, (api, turn) => Wrk.RunAsync(new Uri(api, path), turn, $"If-None-Match: {tag}"),
            bares, (bare, turn) => Wrk.RunAsync(new Uri(bare, Coding.Identity), turn));
        return isKept;
    }

    // So small a cache holds next to none of the files, but has each of them put in and taken out again.
    private static async Task<bool> CompareStoreHitsAsync(WarmStage stage, ServerGroup bares) =>
        await CompareStoreHitsAsync(
            stage, bares, new Comparison("store hit, no cache", LeastOfStoreHits, SlowestStoreHit), ("CACHE_SECONDS", "0"), Generation0)
        & await CompareStoreHitsAsync(
            stage, bares, new Comparison("store hit, full cache", LeastOfStoreHits, SlowestStoreHit), ("CACHE_SIZE_MB", "1"), Generation0)
        & await CompareStoreHitsAsync(stage, bares, new Comparison("the same, .NET's generation 0"), ("CACHE_SIZE_MB", "1"));

    private static async Task<bool> CompareStoreHitsAsync(
        WarmStage stage, ServerGroup bares, Comparison comparison, params (string Name, string Value)[] settings)
    {
        await using var api = await ServerGroup.StartAsync(1, () => StartApiAsync(stage, settings));
        return await comparison.RunAsync(api, LoadAsync, bares, LoadAsync);

        Task<Load> LoadAsync(Uri server, TimeSpan turn) => Wrk.RunAsync(server, turn, script: stage.RandomFiles);
    }

    private static async Task<bool> MeasureMemoryAsync(WarmStage stage)
    {
        await using var api = await StartApiAsync(stage, ("CACHE_SIZE_MB", $"{CacheSizeMb}"), Generation0);
        var load = await Wrk.RunAsync(api.Address, Reading, script: stage.AllFiles);
        var times = load.Rate * Reading.TotalSeconds / (stage.Files.Count * Coding.All.Length);
        if (times < 1)
            throw new InvalidOperationException("The time was too short to read every file in every coding.");

        using var client = new HttpClient { BaseAddress = api.Address };
        using var answer = await client.GetAsync(WarmStage.AddressOf(stage.File));
        var isKept = api.PeakMemoryMb < MostMemoryMb && answer.IsSuccessStatusCode;
        await Output.WriteLineAsync();
        await Output.WriteLineAsync(
            $"memory, every file read in every coding {times:0.0} times, cache of {CacheSizeMb} MB: {api.PeakMemoryMb} MB at most,"
            + $" < {MostMemoryMb}: {Comparison.Verdict(isKept)}; then it answers {(int)answer.StatusCode}");
        return isKept;
    }

    private static async Task<bool> MeasureStartAsync(WarmStage stage)
    {
        var (first, hundredth) = (new TimeSpan[ServerProcess.Starts], new TimeSpan[ServerProcess.Starts]);
        for (var round = 0; round < ServerProcess.Starts; round++)
        {
            await using var api = await StartApiAsync(stage, Generation0);
            first[round] = api.StartTime;
            using var client = new HttpClient { BaseAddress = api.Address };
            foreach (var file in stage.Files.Take(100).Skip(1))
                await client.GetByteArrayAsync(WarmStage.AddressOf(file));
            hundredth[round] = api.Age;
        }

        var start = Stopwatches.Median(first);
        var isKept = start < MaxStart;
        await Output.WriteLineAsync(
            $"start to the first file answered: {start.InMilliseconds()}, < {MaxStart.InMilliseconds()}: {Comparison.Verdict(isKept)};"
            + $" to the hundredth: {Stopwatches.Median(hundredth).InMilliseconds()}");
        return isKept;
    }
}
