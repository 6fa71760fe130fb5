using DotNet.Testcontainers.Builders;
using MongoDB.Driver;
using Testcontainers.MongoDb;

namespace Snackable.Tests.Fixtures;

/// <summary>
/// The MongoDB server that tests run against: the one that <c>SNACKABLE_TEST_MONGODB</c> names, else one in a container. Where
/// neither is to be had, tests that need it are skipped and say why.
/// </summary>
internal static class TestMongo
{
    private const string Variable = "SNACKABLE_TEST_MONGODB";

    private static readonly Lazy<Task<(string? Address, string? Problem)>> Server = new(FindAsync);

    private static MongoDbContainer? _container;

    /// <summary>Names a database of the test's own. Ignores the test where there is no server.</summary>
    public static async Task<TestMongoDatabase> CreateDatabaseAsync()
    {
        var (address, problem) = await Server.Value;
        if (address is null)
            Assert.Ignore(problem!);
        return new TestMongoDatabase(address!);
    }

    public static async Task StopAsync()
    {
        if (_container is not null)
            await _container.DisposeAsync();
    }

    private static async Task<(string?, string?)> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address)
            return (address, null);
        try
        {
            _container = new MongoDbBuilder("mongo:8.0").Build();
            await _container.StartAsync();
            return (_container.GetConnectionString(), null);
        }
        catch (DockerUnavailableException)
        {
            return (null, $"There is no MongoDB to test with: {Variable} names none, and no Docker engine answers.");
        }
    }
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
