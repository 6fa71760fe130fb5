using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using Snackable.Domain;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Mongo;

/// <summary>What is special about MongoDB as the store: it can be unavailable, it has a password, and the earlier version's files are in it.</summary>
public sealed class MongoTests() : ApiTests(StoreKind.Mongo)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan StoreTimeout = Deadline / 4;

    private TcpProxy? _proxy;

    [TearDown]
    public async Task CloseProxyAsync()
    {
        if (_proxy is not null)
            await _proxy.DisposeAsync();
    }

    [Test]
    public async Task Get_FileTheEarlierVersionStored_CostsNoUpstreamCall()
    {
        var file = MediaFiles.Finished(new FileId(SandboxFiles.Finished)).With(details => details with { FileName = "from earlier days.wav" });
        await Store.Mongo.Database.GetCollection<BsonDocument>("file_model").InsertOneAsync(EarlierDocuments.Of(file));
        var api = await StartApiAsync();

        var response = await api.GetFileAsync(SandboxFiles.Finished);

        Assert.That((string?)(await ReadJsonAsync(response))["fileName"], Is.EqualTo("from earlier days.wav"));
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Get_FileTheEarlierVersionStoredInPart_FetchesTheWholeFile()
    {
        var document = EarlierDocuments.Of(MediaFiles.Finished(new FileId(SandboxFiles.Finished)));
        document.Remove("segments");
        await Store.Mongo.Database.GetCollection<BsonDocument>("file_model").InsertOneAsync(document);
        var api = await StartApiAsync();

        var file = await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished));

        Assert.That(file["segments"]!.AsArray(), Has.Count.EqualTo(ProcessingApi.Files.Find(SandboxFiles.Finished)!.Segments.Count));
        Assert.That(ProcessingApi.Calls.Details, Is.EqualTo(1));
    }

    [Test]
    public async Task Get_ListedFileAfterARestart_CostsNoPage()
    {
        var first = await StartApiAsync();
        await first.GetFileAsync(SandboxFiles.Unknown);
        await first.ScansEndedAsync();
        await first.DisposeAsync();
        ProcessingApi.Calls.Reset();

        var restarted = await StartApiAsync();

        Assert.That((await restarted.GetFileAsync(SandboxFiles.WithoutTitle)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((ProcessingApi.Calls.Pages, ProcessingApi.Calls.Details), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Start_MongoDown_StartsAtOnceServesUnsavedAndHealsByItself()
    {
        var api = await StartBehindProxyAsync(open: false);
        await AssertDegradedAsync(api);
        await AssertServedUnsavedAsync(api);

        _proxy!.Open();

        await AssertHealsAsync(api);
    }

    [Test]
    public async Task Get_MongoKilledAndBack_ServesUnsavedMeanwhileAndHealsByItself()
    {
        var api = await StartBehindProxyAsync();
        await AssertStoresAsync(api, SandboxFiles.WithoutTitle);

        _proxy!.Cut();

        await AssertServedUnsavedAsync(api);
        await AssertDegradedAsync(api);
        _proxy.Open();
        await AssertHealsAsync(api);
        Assert.That(api.Log.Errors, Is.Empty);
    }

    [Test]
    public async Task Get_MongoHangs_AnswersInsideTheDeadlineAndThenWithoutWaiting()
    {
        var api = await StartBehindProxyAsync();
        await AssertStoresAsync(api, SandboxFiles.WithoutTitle);

        _proxy!.Silence();

        await AssertServedUnsavedAsync(api);
        await AssertDegradedAsync(api);
    }

    [Test]
    public async Task Get_MongoKilledAndBackUnderLoad_AnswersEveryRequestInsideTheDeadlineAndStoresAgain()
    {
        const int Answers = 100;
        var api = await StartBehindProxyAsync();
        await AssertStoresAsync(api, SandboxFiles.Finished);
        using var enough = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            var longest = TimeSpan.Zero;
            while (!enough.IsCancellationRequested)
                longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, (await ServedInAsync(api)).Ticks));
            return longest;
        }));

        await MoreAsync("snackable.lookups", "store_hit");
        _proxy!.Cut();
        await MoreAsync("snackable.ingestions", "failed");
        _proxy.Open();
        await MoreAsync("snackable.lookups", "store_hit");
        await api.GetFileAsync(SandboxFiles.WithoutTitle);
        await api.GetFileAsync(SandboxFiles.WithThousandsOfSegments);
        await enough.CancelAsync();

        Assert.That(await load, Has.All.LessThan(Deadline));
        await ProcessingApi.StopAsync();
        var other = await StartApiAsync();
        Assert.That((await other.GetFileAsync(SandboxFiles.WithoutTitle)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await other.GetFileAsync(SandboxFiles.WithThousandsOfSegments)).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        Task MoreAsync(string instrument, string outcome) =>
            api.Metrics.WaitForAsync(instrument, outcome, api.Metrics.Count(instrument, outcome) + Answers);
    }

    [Test]
    public async Task Get_MongoKnownToBeDown_LeavesItAlone()
    {
        var api = await StartBehindProxyAsync();
        await AssertStoresAsync(api, SandboxFiles.Finished);
        _proxy!.Silence();
        await api.GetFileAsync(SandboxFiles.Finished);
        var connections = _proxy.Connections;

        var watch = Stopwatch.StartNew();
        for (var request = 0; request < 20; request++)
            await ServedInAsync(api);

        Assert.That(watch.Elapsed, Is.LessThan(10 * StoreTimeout), "a request that waits does so twice: to find and to save");
        Assert.That(_proxy.Connections - connections, Is.LessThan(8), "only probes and the driver's own monitor connect");
    }

    [Test]
    public async Task Credentials_ServerRefusesThemOrIsDown_AreInNoLogNoHealthAnswerAndNoError()
    {
        const string User = "grandma", Password = "s3cret-recipe";
        var connectionStrings = new[]
        {
            $"mongodb://{User}:{Password}@{Store.Mongo.ServerHost}:{Store.Mongo.ServerPort}/snackable",
            $"mongodb://{User}:{Password}@127.0.0.1:1/snackable",
        };
        foreach (var connectionString in connectionStrings)
        {
            var api = await StartApiAsync(new Dictionary<string, string> { ["DB_CONNECTION_STRING"] = connectionString });
            await AssertDegradedAsync(api);
            var texts = new List<string>
            {
                await api.Client.GetStringAsync("/health/ready"),
                await (await api.GetFileAsync(SandboxFiles.Finished)).Content.ReadAsStringAsync(),
                await (await api.GetFileAsync(SandboxFiles.Unknown)).Content.ReadAsStringAsync(),
            };
            texts.AddRange(api.Log.Entries.Select(entry => $"{entry.Message} {entry.Exception}"));

            Assert.That(api.Log.Entries.Where(entry => entry.Level == LogLevel.Warning), Is.Not.Empty);
            Assert.That(texts, Has.None.Contains(Password).And.None.Contains(User));
        }
    }

    private async Task<ApiHost> StartBehindProxyAsync(bool open = true)
    {
        _proxy = new TcpProxy(Store.Mongo.ServerHost, Store.Mongo.ServerPort);
        _proxy.Open();
        if (!open)
            _proxy.Cut();
        var watch = Stopwatch.StartNew();
        var api = await StartApiAsync(new Dictionary<string, string>
        {
            ["DB_CONNECTION_STRING"] = Store.Mongo.ConnectionStringVia("127.0.0.1", _proxy.Port),
            ["UPSTREAM_DEADLINE_SECONDS"] = $"{Deadline.TotalSeconds}",
        });
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)), "the start waits for nothing");
        return api;
    }

    /// <summary>Asks for a file that is not stored, so that both reading and saving are tried.</summary>
    private async Task AssertServedUnsavedAsync(ApiHost api)
    {
        ProcessingApi.Calls.Reset();
        Assert.That(await ServedInAsync(api), Is.LessThan(Deadline));
        Assert.That(await ServedInAsync(api), Is.LessThan(StoreTimeout), "known to be unavailable by now");
        Assert.That(ProcessingApi.Calls.Details, Is.EqualTo(2));
    }

    private static async Task<TimeSpan> ServedInAsync(ApiHost api)
    {
        var watch = Stopwatch.StartNew();
        var response = await api.GetFileAsync(SandboxFiles.Finished);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return watch.Elapsed;
    }

    private static async Task AssertDegradedAsync(ApiHost api)
    {
        var response = await api.Client.GetAsync("/health/ready");
        var health = await ReadJsonAsync(response);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((string?)health["status"], Is.EqualTo("Degraded"));
        Assert.That((string?)health["checks"]!["store"]!["reason"], Does.StartWith("MongoDB "));
    }

    private async Task AssertHealsAsync(ApiHost api)
    {
        Assert.That(
            async () => (string?)(await ReadJsonAsync(await api.Client.GetAsync("/health/ready")))["status"],
            Is.EqualTo("Healthy").After(10_000, 50));
        Assert.That(() => api.Log.Entries.Select(entry => entry.Message), Has.Some.EqualTo("The store is back").After(10_000, 50));
        await AssertStoresAsync(api, SandboxFiles.WithoutSegments);
    }

    private async Task AssertStoresAsync(ApiHost api, Guid fileId)
    {
        await api.GetFileAsync(fileId);
        await api.Metrics.NoScanInFlightAsync();
        ProcessingApi.Calls.Reset();
        Assert.That((await api.GetFileAsync(fileId)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }
}
