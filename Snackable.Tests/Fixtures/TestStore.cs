namespace Snackable.Tests.Fixtures;

/// <summary>The stores that there are.</summary>
public enum StoreKind
{
    Sqlite,
    Mongo,
}

/// <summary>A store of a test's own, gone with the test.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly TemporaryFolder? _folder;
    private readonly TestMongoDatabase? _database;

    private TestStore(TemporaryFolder folder) => _folder = folder;

    private TestStore(TestMongoDatabase database) => _database = database;

    public string ConnectionString => _database?.ConnectionString ?? _folder!.SqliteConnectionString;

    /// <summary>The database behind a store of the kind <see cref="StoreKind.Mongo"/>.</summary>
    public TestMongoDatabase Mongo => _database!;

    public static async Task<TestStore> CreateAsync(StoreKind kind) => kind switch
    {
        StoreKind.Sqlite => new TestStore(new TemporaryFolder()),
        _ => new TestStore(await TestMongo.CreateDatabaseAsync()),
    };

    public async ValueTask DisposeAsync()
    {
        _folder?.Dispose();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
