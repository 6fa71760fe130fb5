namespace Snackable.Benchmarks.Warm;

/// <summary>The API and the bare server under the same load, in turns, and whether the API keeps up as it should.</summary>
/// <param name="name">What is compared.</param>
/// <param name="least">The least that the API must reach of the bare server's rate; 0 for no bound.</param>
/// <param name="slowest">The most that 99 of 100 answers of the API may take, in ms.</param>
internal sealed class Comparison(string name, double least = 0, double slowest = double.PositiveInfinity)
{
    private const int Rounds = 15;

    // Shared by the processes of a group. Under load on two cores, tiered compilation improves the code of a store hit for more than ten
    // seconds, but that of a warm read, which runs ten times as often, for a few only.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    /// <summary>How long each takes its turn.</summary>
    public static TimeSpan Turn { get; } = TimeSpan.FromSeconds(1);

    public static string Header => $"{"",-32}{"API",10}{"p99",8}{"bare",10}{"p99",8}{"API/bare",10}  quartiles";

    /// <summary>What the figures of <see cref="Header"/> are.</summary>
    public static string Legend =>
        $"Medians of {Rounds} rounds of {Turn.TotalSeconds} s for each: answers per second, p99 in ms, and the ratio within a round.";

    /// <summary>What is printed beside a bound.</summary>
    public static string Verdict(bool isKept) => isKept ? "kept" : "missed";

    /// <summary>Compares, and prints the figures.</summary>
    /// <param name="apis">The API's processes.</param>
    /// <param name="api">Loads one of them.</param>
    /// <param name="bares">The bare server's processes.</param>
    /// <param name="bare">Loads one of them.</param>
    /// <returns>Whether the bounds are kept.</returns>
    public async Task<bool> RunAsync(
        ServerGroup apis, Func<Uri, TimeSpan, Task<Load>> api, ServerGroup bares, Func<Uri, TimeSpan, Task<Load>> bare)
    {
        await WarmUpAsync(apis, api);
        await WarmUpAsync(bares, bare);
        var (apiLoads, bareLoads) = await Stopwatches.InTurnsAsync(
            Rounds, round => api(apis.AddressIn(round), Turn), round => bare(bares.AddressIn(round), Turn));
        var (ours, theirs) = (Load.Median(apiLoads), Load.Median(bareLoads));
        var ratios = apiLoads.Zip(bareLoads, (one, other) => one.Rate / other.Rate).Order().ToArray();
        var ratio = ratios[Rounds / 2];
        var isKept = ratio >= least && ours.P99 < slowest;
        await Console.Out.WriteLineAsync(
            $"{name,-32}{ours.Rate,10:N0}{ours.P99,8:0.00}{theirs.Rate,10:N0}{theirs.P99,8:0.00}{ratio,10:0.00}"
            + $"  {ratios[Rounds / 4]:0.00}-{ratios[Rounds * 3 / 4]:0.00}  {Bound(isKept)}");
        return isKept;
    }

    private static async Task WarmUpAsync(ServerGroup servers, Func<Uri, TimeSpan, Task<Load>> load)
    {
        for (var round = 0; round < servers.Count; round++)
            await load(servers.AddressIn(round), WarmUp / servers.Count);
    }

    private string Bound(bool isKept)
    {
        if (least == 0)
            return "";
        var bound = double.IsFinite(slowest) ? $">= {least}, p99 < {slowest}" : $">= {least}";
        return $"{bound}: {Verdict(isKept)}";
    }
}
