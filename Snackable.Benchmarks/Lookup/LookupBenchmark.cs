using System.Diagnostics;

namespace Snackable.Benchmarks.Lookup;

/// <summary>
/// Measures what finding a file costs, in calls of the processing API and in time, and prints it beside a model of the earlier
/// version that was measured in the same run. Every figure is printed as it comes, whether it keeps its bound or not.
/// </summary>
internal static class LookupBenchmark
{
    private static readonly Func<IAsyncEnumerable<Row>>[] Measurements =
    [
        CallsOfOneCaller.DistinctFilesAsync,
        CallsOfOneCaller.NotFinishedFileAsync,
        CallsOfManyCallers.OneColdFileAsync,
        CallsOfManyCallers.DifferentColdFilesAsync,
        CallsForUnknownFiles.AsFastAsTheyComeAsync,
        CallsForUnknownFiles.OneEveryFiveSecondsAsync,
        CallsForUnknownFiles.WithABrokenPageAsync,
        CallsOfOneCaller.AppendedFileAsync,
        CallsOfOneCaller.RestartAsync,
        LatencyOfLookups.ListedFileAsync,
        LatencyOfLookups.FirstLookupsAsync,
    ];

    /// <summary>Prints the table.</summary>
    public static async Task RunAsync()
    {
        var watch = Stopwatch.StartNew();
        Console.WriteLine(Row.Head);
        foreach (var measurement in Measurements)
        {
            await foreach (var row in measurement())
                Console.WriteLine(row);
        }

        Console.WriteLine($"""

            Calls are counted by the stand-in, over real HTTP. "n → m" in the last column but one: n was measured, m is n scaled up to the
            whole work. Lines without a verdict have no bound. The stand-in, the API and the callers share {Environment.ProcessorCount} processors.
            Measured in {watch.Elapsed.TotalSeconds:n0} s.
            """);
    }
}
