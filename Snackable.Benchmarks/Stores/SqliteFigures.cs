using Snackable.Infrastructure.Storage.Sqlite;

namespace Snackable.Benchmarks.Stores;

/// <summary>The embedded store with many files in it.</summary>
internal static class SqliteFigures
{
    private const int Rounds = 2000;

    public static async Task RunAsync(string connectionString, TextWriter output)
    {
        using var database = new SqliteDatabase(connectionString, TimeProvider.System);
        var store = new SqliteFileStore(database);
        var stored = StoreFiles.Create(StoreFiles.Stored);
        foreach (var file in stored)
            await store.SaveAsync(file, CancellationToken.None);

        var more = StoreFiles.Create(Rounds);
        var save = await Stopwatches.MedianAsync(Rounds, round => store.SaveAsync(more[round], CancellationToken.None));
        var find = await Stopwatches.MedianAsync(
            Rounds, round => store.FindAsync(stored[round * 7919 % stored.Length].FileId, CancellationToken.None));
        await output.WriteLineAsync($"SQLite  find by id      {find.InMilliseconds()}");
        await output.WriteLineAsync($"SQLite  save            {save.InMilliseconds()}");
        await output.WriteLineAsync($"SQLite  start of the API {(await ServerProcess.MedianApiStartAsync(connectionString)).InMilliseconds()}");
    }
}
