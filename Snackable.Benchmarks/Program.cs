using Snackable.Benchmarks.Events;
using Snackable.Benchmarks.Lookup;
using Snackable.Benchmarks.Overload;
using Snackable.Benchmarks.Stores;
using Snackable.Benchmarks.Warm;

namespace Snackable.Benchmarks;

/// <summary>Runs the benchmark that the first argument names.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "lookup":
                await LookupBenchmark.RunAsync();
                return 0;
            case "store":
                await StoreBenchmark.RunAsync();
                return 0;
            case "warm":
                return await WarmBenchmark.RunAsync() ? 0 : 1;
            case BareServer.Argument:
                await BareServer.RunAsync(args[1]);
                return 0;
            case "events":
                await EventBenchmark.RunAsync();
                return 0;
            case "overload":
                await OverloadBenchmark.RunAsync();
                return 0;
            default:
                Console.WriteLine("""
                    Usage: dotnet run -c Release --project Snackable.Benchmarks -- <benchmark>

                      lookup   what finding a file costs: calls of the processing API, and time
                      store    what storing costs: SQLite, and MongoDB (SNACKABLE_TEST_MONGODB) beside the bare driver
                      warm     what reading costs when nobody has to be asked, beside a bare web server (needs wrk)
                      events   what messages cost: with RabbitMQ (SNACKABLE_TEST_RABBITMQ), beside the processing API alone
                      overload what becomes of more work than there is room for: answers by status, and memory
                    """);
                return args.Length == 0 ? 0 : 1;
        }
    }
}
