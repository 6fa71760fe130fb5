using System.Text;
using RabbitMQ.Client;
namespace Snackable.Tests.Fixtures;

/// <summary>What tests of messages stand on: the real API in front of the stand-in, and a part of a real broker that is the test's own.</summary>
/// <param name="kind">The store.</param>
public abstract class MessageTests(StoreKind kind = StoreKind.Sqlite) : ApiTests(kind), IAsyncDisposable
{
    private protected const string Finished = "file.finished", Updated = "file.updated", Failed = "file.failed";

    /// <summary>Answers are kept for longer than any test takes.</summary>
    private protected static readonly Dictionary<string, string> Cached = new() { ["CACHE_SECONDS"] = "600" };

    private TestBroker? _broker;
    private TcpProxy? _proxy;
    private RabbitMqServer? _server;

    private protected TestBroker Broker => _broker!;

    /// <summary>Stands between the API and the broker, once the API was started behind it.</summary>
    private protected TcpProxy Proxy => _proxy!;

    /// <summary>The server that is the fixture's own, if it asked for one.</summary>
    private protected RabbitMqServer Server => _server!;

    [SetUp]
    public async Task CreateBrokerAsync() => _broker = await NewBrokerAsync();

    // With the fixture, after the hosts are gone: they would declare again what is deleted here.
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync(); // With all that the broker's part of it holds.
        else if (_broker is not null)
            await _broker.DisposeAsync();
    }

    /// <summary>Names the broker; fixtures that do it harm have one of their own.</summary>
    private protected virtual Task<TestBroker> NewBrokerAsync() => TestRabbitMq.CreateBrokerAsync();

    /// <summary>Starts a server of the fixture's own.</summary>
    private protected async Task<TestBroker> StartServerAsync()
    {
        _server = await RabbitMqServer.StartAsync();
        return new TestBroker(_server.Address);
    }

    /// <summary>Starts the API, and waits until it consumes messages.</summary>
    protected async Task<ApiHost> StartConsumingAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var api = await StartApiAsync(Settings(Broker.Address, settings));
        await HealthyAsync(api);
        return api;
    }

    /// <summary>Starts the API behind the proxy.</summary>
    /// <param name="open">Whether the broker is there at the start.</param>
    /// <param name="settings">More variables.</param>
    protected Task<ApiHost> StartBehindProxyAsync(bool open = true, IReadOnlyDictionary<string, string>? settings = null)
    {
        _proxy = new TcpProxy(Broker.Host, Broker.Port);
        _proxy.Open();
        if (!open)
            _proxy.Cut();
        return StartApiAsync(Settings(Broker.AddressVia("127.0.0.1", _proxy.Port), settings));
    }

    protected Dictionary<string, string> Settings(string address, IReadOnlyDictionary<string, string>? more = null)
    {
        var settings = new Dictionary<string, string> { ["RABBITMQ_URL"] = address, ["RABBITMQ_PREFIX"] = Broker.Prefix };
        foreach (var (name, value) in more ?? new Dictionary<string, string>())
            settings[name] = value;
        return settings;
    }

    /// <summary>Puts a message into the queue as it comes back from a retry queue.</summary>
    private protected Task<bool> PublishFailedAsync(string routingKey, Guid fileId, object failures) => Broker.WithChannelAsync(async channel =>
    {
        var properties = new BasicProperties
        {
            Headers = new Dictionary<string, object?> { ["snackable-attempt"] = failures, ["snackable-routing-key"] = routingKey },
        };
        await channel.BasicPublishAsync("", Broker.Queue, mandatory: true, properties, Encoding.UTF8.GetBytes(TestBroker.BodyAbout(fileId)));
        return true;
    });

    /// <summary>Waits until so many messages were acknowledged with an outcome.</summary>
    protected static Task AcknowledgedAsync(ApiHost api, string outcome, long count = 1) =>
        api.Metrics.WaitForAsync("snackable.messages", outcome, count);

    protected static async Task<string?> BrokerStatusAsync(ApiHost api) => (await BrokerHealthAsync(api)).Status;

    protected static Task<(string? Status, string? Reason)> BrokerHealthAsync(ApiHost api) => HealthOfAsync(api, "broker");

    protected static async Task HealthyAsync(ApiHost api) =>
        await Assert.ThatAsync(() => BrokerStatusAsync(api), Is.EqualTo("Healthy").After(30_000, 25));

    protected static async Task DegradedAsync(ApiHost api) =>
        await Assert.ThatAsync(() => BrokerStatusAsync(api), Is.EqualTo("Degraded").After(30_000, 25));

    /// <summary>Asks for a file, and asserts that it was not fetched for the answer. The list may still be read by then.</summary>
    protected async Task<string?> StoredNameAsync(ApiHost api, Guid fileId)
    {
        var before = Fetches;
        var file = await ReadJsonAsync(await api.GetFileAsync(fileId));
        Assert.That(Fetches, Is.EqualTo(before), "the file is stored");
        return (string?)file["fileName"];
    }

    protected (int Details, int Segments) Fetches => (ProcessingApi.Calls.Details, ProcessingApi.Calls.Segments);

    protected string NameOf(Guid fileId) => ProcessingApi.Files.Find(fileId)!.FileName;
}
