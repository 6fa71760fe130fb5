using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MongoDB.Driver;
using Snackable.Infrastructure.Storage;
using Snackable.Infrastructure.Storage.Mongo;

namespace Snackable.Benchmarks.Stores;

/// <summary>The store in MongoDB beside the bare driver, which does the same with the same documents.</summary>
internal static class MongoFigures
{
    private const int WarmUp = 300;
    private const int Rounds = 3000;

    public static async Task RunAsync(string serverAddress, TextWriter output)
    {
        var address = new MongoUrlBuilder(serverAddress) { DatabaseName = $"snackable_benchmark_{Guid.NewGuid():N}" };
        if (address.Username is not null)
            address.AuthenticationSource ??= "admin";
        using var client = new MongoClient(serverAddress);
        try
        {
            await MeasureAsync(address.ToString(), client.GetDatabase(address.DatabaseName), output);
        }
        finally
        {
            await client.DropDatabaseAsync(address.DatabaseName);
        }
    }

    private static async Task MeasureAsync(string connectionString, IMongoDatabase bare, TextWriter output)
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<StoreMetrics>().BuildServiceProvider();
        using var database = new MongoDatabase(
            connectionString, TimeSpan.FromSeconds(10), TimeProvider.System, NullLogger<MongoDatabase>.Instance);
        var store = new MongoFileStore(database, services.GetRequiredService<StoreMetrics>(), NullLogger<MongoFileStore>.Instance);
        var files = bare.GetCollection<FileDocument>(MongoFileStore.CollectionName);
        var stored = StoreFiles.Create(StoreFiles.Stored);
        foreach (var batch in stored.Chunk(500))
            await files.InsertManyAsync(batch.Select(FileDocument.From));

        await CompareFindAsync(WarmUp);
        await Compare(output, "find by id", await CompareFindAsync(Rounds), 1.3);
        await CompareSaveAsync(WarmUp);
        await Compare(output, "save      ", await CompareSaveAsync(Rounds), 1.5);
        await output.WriteLineAsync($"MongoDB start of the API {(await ServerProcess.MedianApiStartAsync(connectionString)).InMilliseconds()}");

        Task<(TimeSpan, TimeSpan)> CompareFindAsync(int rounds) => Stopwatches.MediansAsync(
            rounds,
            round => store.FindAsync(stored[round * 7919 % stored.Length].FileId, CancellationToken.None),
            round => files.Find(Builders<FileDocument>.Filter.Eq("_id", stored[round * 7919 % stored.Length].FileId.ToString())).FirstOrDefaultAsync());

        Task<(TimeSpan, TimeSpan)> CompareSaveAsync(int rounds)
        {
            var ours = StoreFiles.Create(rounds);
            var documents = Array.ConvertAll(StoreFiles.Create(rounds), FileDocument.From);
            return Stopwatches.MediansAsync(
                rounds,
                round => store.SaveAsync(ours[round], CancellationToken.None),
                round => files.InsertOneAsync(documents[round]));
        }
    }

    private static Task Compare(TextWriter output, string what, (TimeSpan Store, TimeSpan Driver) medians, double bound)
    {
        var ratio = medians.Store / medians.Driver;
        return output.WriteLineAsync(
            $"MongoDB {what}      {medians.Store.InMilliseconds()}, bare driver {medians.Driver.InMilliseconds()}: "
            + $"{ratio:0.00} times (bound {bound}: {(ratio <= bound ? "kept" : "NOT KEPT")})");
    }
}
