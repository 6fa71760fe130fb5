using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Heavy;

/// <summary>
/// A <c>mongodb+srv</c> address, as every hosted MongoDB has one: DNS names the servers (SRV), and options of the connection (TXT). The API runs
/// in a mount namespace whose resolver asks a DNS server of the test's own, which takes root.
/// </summary>
[Heavy]
public sealed partial class SrvAddressTests() : ApiTests(StoreKind.Mongo)
{
    private const string Cluster = "cluster.snackable.test", Node = "node.snackable.test", SrvName = $"_mongodb._tcp.{Cluster}";

    private readonly TemporaryFolder _folder = new();
    private DnsServer _dns = null!;
    private HttpClient? _client;

    [SetUp]
    public void StartDns()
    {
        try
        {
            _dns = new DnsServer();
        }
        catch (SocketException exception)
        {
            Assert.Ignore($"A DNS server can't be started here: {exception.Message}");
        }

        _dns.Records[(DnsServer.Kind.Service, SrvName)] = DnsServer.Service(Node, Store.Mongo.ServerPort);
        _dns.Records[(DnsServer.Kind.Address, Node)] = Dns.GetHostAddresses(Store.Mongo.ServerHost, AddressFamily.InterNetwork)[0].GetAddressBytes();
        _dns.Records[(DnsServer.Kind.Text, Cluster)] = DnsServer.Text("authSource=admin");
    }

    [TearDown]
    public void StopDns()
    {
        _client?.Dispose();
        _dns?.Dispose();
        _folder.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Get_DnsNamesTheServers_IsStored(bool hasOptions)
    {
        if (!hasOptions)
            _dns.Records.Remove((DnsServer.Kind.Text, Cluster));
        await using var api = StartApi();

        Assert.That(await StatusAsync(SandboxFiles.Finished), Is.EqualTo(HttpStatusCode.OK));

        Assert.That(await StoredAsync(), Is.EqualTo(1));
        Assert.That(await HealthAsync(), Does.StartWith("{\"status\":\"Healthy\""));
        Assert.That(_dns.Questions, Is.Positive);
    }

    [TestCase(DnsServer.Failure.NoSuchName)]
    [TestCase(DnsServer.Failure.ServerFailure)]
    [TestCase(DnsServer.Failure.Silence)]
    public async Task Get_DnsFails_IsAnsweredUnstoredAndStoredOnceDnsIsBack(DnsServer.Failure failure)
    {
        _dns.FailsWith = failure;
        await using var api = StartApi();

        Assert.That(await StatusAsync(SandboxFiles.Finished), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(SandboxFiles.Unknown), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await HealthAsync(), Does.StartWith("{\"status\":\"Degraded\""));
        Assert.That(await StoredAsync(), Is.Zero);

        // The driver asks for the servers again a minute after a failure.
        _dns.FailsWith = DnsServer.Failure.None;
        await Assert.ThatAsync(HealthAsync, Does.StartWith("{\"status\":\"Healthy\"").After(240_000, 200), api.Output);
        Assert.That(await StatusAsync(SandboxFiles.WithoutTitle), Is.EqualTo(HttpStatusCode.OK));
        await Assert.ThatAsync(StoredAsync, Is.EqualTo(2).After(60_000, 100), "the first file was kept, and is stored late");
    }

    private ProgramProcess StartApi()
    {
        var resolver = Path.Combine(_folder.Path, "resolv.conf");
        File.WriteAllText(resolver, $"nameserver {_dns.Address}\noptions timeout:1 attempts:1\n");
        var address = HostAndPort().Replace(Store.ConnectionString, $"mongodb+srv://$1{Cluster}/", 1);
        address += address.Contains('?', StringComparison.Ordinal) ? "&tls=false" : "?tls=false";
        var api = StartProgram(
            new Dictionary<string, string> { ["DB_CONNECTION_STRING"] = address, ["CACHE_SECONDS"] = "0" },
            "unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"", resolver);
        _client = new HttpClient { BaseAddress = api.WaitForAddress() };
        return api;
    }

    private async Task<HttpStatusCode> StatusAsync(Guid fileId)
    {
        using var response = await _client!.GetAsync($"/api/presentation/files/{fileId}");
        return response.StatusCode;
    }

    private async Task<string> HealthAsync()
    {
        using var response = await _client!.GetAsync("/health/ready");
        return await response.Content.ReadAsStringAsync();
    }

    private Task<long> StoredAsync() => Store.Mongo.Database.GetCollection<MongoDB.Bson.BsonDocument>("files").CountDocumentsAsync("{}");

    [GeneratedRegex("^mongodb://([^@/]*@)?[^/]*/")]
    private static partial Regex HostAndPort();
}
