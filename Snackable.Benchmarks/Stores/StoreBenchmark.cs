namespace Snackable.Benchmarks.Stores;

/// <summary>What the stores cost: MongoDB's beside the bare driver, SQLite's as it is, and the start with many files stored.</summary>
internal static class StoreBenchmark
{
    public static async Task RunAsync()
    {
        var output = Console.Out;
        await output.WriteLineAsync($"{StoreFiles.Stored:N0} files of 60 segments stored; medians");
        var folder = Directory.CreateTempSubdirectory("snackable-benchmarks-");
        try
        {
            await SqliteFigures.RunAsync($"Data Source={Path.Combine(folder.FullName, "snackable.db")}", output);
            if (Environment.GetEnvironmentVariable("SNACKABLE_TEST_MONGODB") is { Length: > 0 } address)
                await MongoFigures.RunAsync(address, output);
            else
                await output.WriteLineAsync("MongoDB: SNACKABLE_TEST_MONGODB names none, nothing measured.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
