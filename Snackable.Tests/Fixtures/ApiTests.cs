using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Tests.Fixtures;

/// <summary>What tests through the HTTP surface stand on: the real API in front of the stand-in, over real HTTP, with a store of its own.</summary>
/// <param name="kind">The store; tests whose answers depend on it run on each of them.</param>
public abstract class ApiTests(StoreKind kind = StoreKind.Sqlite)
{
    /// <summary>Callers wait as long as the test needs: what is held at the gate must not time out, and be tried again for that.</summary>
    private protected static readonly Dictionary<string, string> Unhurried = new()
    {
        ["UPSTREAM_DEADLINE_SECONDS"] = "120",
        ["UPSTREAM_ATTEMPT_TIMEOUT_SECONDS"] = "120",
        ["UPSTREAM_CIRCUIT_SAMPLING_SECONDS"] = "240",
    };

    private readonly List<ApiHost> _hosts = [];
    private TestStore? _store;

    protected StandIn ProcessingApi { get; private set; } = null!;

    private protected TestStore Store => _store!;

    [SetUp]
    public async Task StartProcessingApiAsync()
    {
        _store = await TestStore.CreateAsync(kind);
        ProcessingApi = await StandIn.StartAsync(new StandInOptions { FileCount = 40 });
    }

    [TearDown]
    public async Task StopEverythingAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        if (_store is null)
            return;
        await ProcessingApi.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>Starts the API; a second one in the same test is a second process on the same store.</summary>
    protected async Task<ApiHost> StartApiAsync(
        IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? substitute = null)
    {
        var all = new Dictionary<string, string>
        {
            ["PROCESSING_API_HOST"] = ProcessingApi.Address.ToString(),
            ["DB_CONNECTION_STRING"] = Store.ConnectionString,
            ["UPSTREAM_RETRY_DELAY_MS"] = "1",
            // Most tests are about what is behind the cache; those about the cache itself turn it on.
            ["CACHE_SECONDS"] = "0",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            all[name] = value;
        var host = await ApiHost.StartAsync(all, substitute);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Starts the API's program, as it is but for what a test says.</summary>
    /// <param name="settings">Variables such as <c>MAX_PAGES</c>.</param>
    /// <param name="command">A command that the program is started by, and its arguments.</param>
    private protected ProgramProcess StartProgram(IReadOnlyDictionary<string, string> settings, params string[] command)
    {
        var all = new Dictionary<string, string>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["PROCESSING_API_HOST"] = ProcessingApi.Address.ToString(),
            ["DB_CONNECTION_STRING"] = Store.ConnectionString,
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return ProgramProcess.StartBy(command, "Snackable.Api", all);
    }

    /// <summary>The traces that details and segments were asked for in.</summary>
    private protected List<string?> TracesOfFetches =>
        ProcessingApi.Calls.All.Where(call => call.Kind is not CallKind.Page).Select(call => call.TraceParent).ToList();

    protected static async Task<JsonObject> ReadJsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

    /// <summary>What the health check says of a part; nothing if it is none.</summary>
    protected static async Task<(string? Status, string? Reason)> HealthOfAsync(ApiHost api, string part)
    {
        var check = (await ReadJsonAsync(await api.Client.GetAsync("/health/ready")))["checks"]![part];
        return ((string?)check?["status"], (string?)check?["reason"]);
    }

    /// <summary>Asserts that a response is the problem that its type says, whole.</summary>
    protected static async Task<JsonObject> AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string type)
    {
        Assert.That(response.StatusCode, Is.EqualTo(status), await response.Content.ReadAsStringAsync());
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        var problem = await ReadJsonAsync(response);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)problem["type"], Does.EndWith("/" + type));
            Assert.That((int?)problem["status"], Is.EqualTo((int)status));
            Assert.That((string?)problem["title"], Is.Not.Empty);
            Assert.That((string?)problem["detail"], Is.Not.Empty);
            Assert.That((string?)problem["instance"], Is.EqualTo(response.RequestMessage!.RequestUri!.AbsolutePath));
            Assert.That((string?)problem["traceId"], Is.Not.Empty);
            Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
        }

        return problem;
    }
}
