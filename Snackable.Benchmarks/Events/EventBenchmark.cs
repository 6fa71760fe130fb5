namespace Snackable.Benchmarks.Events;

/// <summary>
/// Measures what messages cost on a real broker, and prints it beside what the processing API alone costs in the same run. Every figure
/// is printed as it comes, whether it keeps its bound or not.
/// </summary>
internal static class EventBenchmark
{
    private const string Variable = "SNACKABLE_TEST_RABBITMQ";

    /// <summary>Prints the table.</summary>
    public static async Task RunAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } brokerAddress)
        {
            Console.WriteLine($"{Variable} names no broker to measure with.");
            return;
        }

        Console.WriteLine("""
            | work | at most | measured | verdict |
            | --- | --- | --- | --- |
            """);
        await foreach (var line in ManyMessages.MeasureAsync(brokerAddress))
            Console.WriteLine(line);
        Console.WriteLine(await IdleLatency.MeasureAsync(brokerAddress));
        Console.WriteLine($"""

            The processing API answers in 20 ms; "upstream alone" is the same two calls for each file, {EventStage.Concurrency} files at a time, the
            answers thrown away. Lines without a verdict have no bound. The stand-in, the API and the publisher are one process on {Environment.ProcessorCount} processors, which the broker may share.
            """);
    }
}
