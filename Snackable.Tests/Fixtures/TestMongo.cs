using MongoDB.Driver;
using Testcontainers.MongoDb;

namespace Snackable.Tests.Fixtures;

/// <summary>The MongoDB server that tests run against.</summary>
internal static class TestMongo
{
    private static readonly TestServer<MongoDbContainer> Server = new(
        "MongoDB", "SNACKABLE_TEST_MONGODB", () => new MongoDbBuilder("mongo:8.0").Build(), container => container.GetConnectionString());

    /// <summary>Names a database of the test's own. Ignores the test where there is no server.</summary>
    public static async Task<TestMongoDatabase> CreateDatabaseAsync() => new(await Server.AddressAsync());

    public static Task StopAsync() => Server.StopAsync();
}

/// <summary>A database that no other test uses, dropped with the test.</summary>
internal sealed class TestMongoDatabase : IAsyncDisposable
{
    private readonly MongoUrl _server;
    private readonly MongoClient _client;

    public TestMongoDatabase(string serverAddress)
    {
        _server = new MongoUrl(serverAddress);
        _client = new MongoClient(_server);
        Database = _client.GetDatabase($"snackable_test_{Guid.NewGuid():N}");
    }

    /// <summary>The database as tests see it who look behind the store.</summary>
    public IMongoDatabase Database { get; }

    public string ConnectionString => ConnectionStringVia(_server.Server.Host, _server.Server.Port);

    public string ServerHost => _server.Server.Host;

    public int ServerPort => _server.Server.Port;

    /// <summary>The address of the same database by way of another host and port.</summary>
    public string ConnectionStringVia(string host, int port) => new MongoUrlBuilder(_server.Url)
    {
        Server = new MongoServerAddress(host, port),
        DatabaseName = Database.DatabaseNamespace.DatabaseName,
        AuthenticationSource = _server.Username is null ? null : _server.AuthenticationSource ?? "admin",
    }.ToString();

    public async ValueTask DisposeAsync()
    {
        await _client.DropDatabaseAsync(Database.DatabaseNamespace.DatabaseName);
        _client.Dispose();
    }
}
