using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Snackable.Infrastructure.Storage;
using Snackable.Infrastructure.Storage.Mongo;

namespace Snackable.Tests.Fixtures;

/// <summary>A MongoDB store in a database of its own, without a host around it.</summary>
internal sealed class MongoStoreFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<StoreMetrics>().BuildServiceProvider();

    private MongoStoreFixture(TestMongoDatabase mongo)
    {
        Mongo = mongo;
        Database = new MongoDatabase(
            mongo.ConnectionString, TimeSpan.FromSeconds(10), TimeProvider.System, NullLogger<MongoDatabase>.Instance);
        Store = new MongoFileStore(Database, _services.GetRequiredService<StoreMetrics>(), NullLogger<MongoFileStore>.Instance);
    }

    public TestMongoDatabase Mongo { get; }

    public MongoDatabase Database { get; }

    public MongoFileStore Store { get; }

    public IServiceProvider Services => _services;

    public static async Task<MongoStoreFixture> CreateAsync() => new(await TestMongo.CreateDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        Database.Dispose();
        await Mongo.DisposeAsync();
        await _services.DisposeAsync();
    }
}
