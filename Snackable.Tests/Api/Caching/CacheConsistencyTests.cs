using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Snackable.Application.Ingestion;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Infrastructure.Storage.Sqlite;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Caching;

/// <summary>What is kept is never half, never an error, and never older than what is stored.</summary>
public sealed class CacheConsistencyTests : CacheTests
{
    [Test]
    public async Task Get_FileStoredAgain_IsAnsweredNewUnderANewTag()
    {
        var api = await StartApiAsync(Cached);
        var old = await api.GetFileAsync(SandboxFiles.Finished);
        await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", "br"));

        await UpdateAsync(api, "New title");

        var fresh = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("If-None-Match", old.Headers.ETag!.Tag));
        Assert.That(fresh.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(fresh.Headers.ETag, Is.Not.EqualTo(old.Headers.ETag));
        Assert.That((string?)(await ReadJsonAsync(fresh))["seriesTitle"], Is.EqualTo("New title"));
        var compressed = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", "br"));
        Assert.That(await compressed.ReadTextAsync(), Does.Contain("New title"));
    }

    [Test]
    public async Task Get_FileAnsweredWhileTheStoreWasUnavailableAndUpdatedSince_IsAnsweredNew()
    {
        using var store = new UnavailableStore();
        var api = await StartApiAsync(new Dictionary<string, string>(Cached) { ["DB_CONNECTION_STRING"] = store.ConnectionString });
        await api.GetFileAsync(SandboxFiles.Finished);
        await api.GetFileAsync(SandboxFiles.Finished);
        Assert.That(ProcessingApi.Calls.Details, Is.EqualTo(1), "the answer is kept, and nothing but the answer");
        store.BringBack();

        await UpdateAsync(api, "New title");

        Assert.That((string?)(await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished)))["seriesTitle"], Is.EqualTo("New title"));
    }

    [Test]
    public async Task Get_AnswerMadeOfWhatWasStoredBeforeASave_IsNotKeptAfterIt()
    {
        GatedFileStore store = null!;
        var api = await StartApiAsync(Cached, services => services.AddSingleton<IFileStore>(provider =>
            store = new GatedFileStore(ActivatorUtilities.CreateInstance<SqliteFileStore>(provider))));
        await api.Services.GetRequiredService<FileIngestion>().IngestAsync(new FileId(SandboxFiles.Finished), CancellationToken.None);
        var found = store.HoldNext();

        var early = api.GetFileAsync(SandboxFiles.Finished);
        await found;
        await UpdateAsync(api, "New title");
        store.Release();

        Assert.That((string?)(await ReadJsonAsync(await early))["seriesTitle"], Is.Not.EqualTo("New title"));
        Assert.That((string?)(await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished)))["seriesTitle"], Is.EqualTo("New title"));
    }

    [Test]
    public async Task Get_FileStoredAgainAndAgainMeanwhile_BodyAndTagBelongTogetherAndAreNoOlderThanTheLastSave()
    {
        const int updates = 50;
        var api = await StartApiAsync(Cached);
        await UpdateAsync(api, "0");
        var versions = new ConcurrentDictionary<string, (string Coding, int Version)>();
        var notModified = 0;

        async Task<string> ReadAsync(string coding, string known, int atLeast)
        {
            using var response = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", coding), ("If-None-Match", known));
            var tag = response.Headers.ETag!.Tag;
            if (response.StatusCode is HttpStatusCode.NotModified)
            {
                Interlocked.Increment(ref notModified);
            }
            else
            {
                var read = (coding, Version(await response.ReadTextAsync()));
                Assert.That(versions.GetOrAdd(tag, read), Is.EqualTo(read), "one tag, one body");
            }

            Assert.That(versions[tag].Version, Is.GreaterThanOrEqualTo(atLeast));
            return tag;
        }

        async Task<string> ReadOnAsync(string coding, string known, int atLeast)
        {
            for (var read = 0; read < 4; read++)
                known = await ReadAsync(coding, known, atLeast);
            return known;
        }

        string[] codings = ["identity", "gzip", "br", "identity", "gzip", "br"];
        var tags = await Task.WhenAll(codings.Select(coding => ReadAsync(coding, "\"none\"", atLeast: 0)));
        for (var update = 1; update <= updates; update++)
        {
            var before = update - 1;
            var reading = Task.WhenAll(codings.Zip(tags, (coding, known) => ReadOnAsync(coding, known, before)));
            await UpdateAsync(api, $"{update}");
            tags = await reading;
            await Task.WhenAll(codings.Zip(tags, (coding, known) => ReadAsync(coding, known, update)));
        }

        Assert.That(versions.Values, Is.Unique, "one body, one tag");
        Assert.That(versions, Has.Count.EqualTo((updates + 1) * 3));
        Assert.That(notModified, Is.Positive);
    }

    [TestCase("identity")]
    [TestCase("gzip")]
    public async Task Get_FirstCallerLeavesInTheMiddleOfTheBody_TheNextGetsItWhole(string encoding)
    {
        ProcessingApi.Files.Replace([SandboxFiles.Create(0, "FINISHED", segments: 60_000)]);
        var api = await StartApiAsync(new Dictionary<string, string>(Unhurried) { ["CACHE_SECONDS"] = "600" });
        var expected = await LengthAsync(api);

        using (var leaving = await StartReadingAsync(api, encoding))
            leaving.Reset();
        await api.Metrics.NoRequestInFlightAsync();

        for (var reader = 0; reader < 2; reader++)
        {
            var response = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", encoding));
            var text = await response.ReadTextAsync();
            Assert.That(text.Length, Is.EqualTo(expected), $"reader {reader}");
        }
    }

    [Test]
    public async Task Get_FirstCallerLeavesWhileOthersWait_TheyAreAnswered()
    {
        var api = await StartApiAsync(Cached);
        ProcessingApi.Gate.Close();
        using var leaving = new CancellationTokenSource();
        var first = api.GetFileAsync(SandboxFiles.Finished, leaving.Token);
        await api.Metrics.WaitForAsync("snackable.ingestions", "started", 1);
        var others = Enumerable.Range(0, 5).Select(_ => api.GetFileAsync(SandboxFiles.Finished)).ToList();
        await api.Metrics.WaitForAsync("snackable.ingestions", "joined", 5);

        await leaving.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        ProcessingApi.Gate.Open();

        Assert.That((await Task.WhenAll(others)).Select(response => response.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_ErrorBefore_IsNotWhatIsAnsweredLater()
    {
        var api = await StartApiAsync(new Dictionary<string, string>(Cached) { ["UPSTREAM_RETRIES"] = "0", ["CATALOG_FRESH_SECONDS"] = "0" });
        await ProcessingApi.StopAsync();
        Assert.That((await api.GetFileAsync(SandboxFiles.Processing)).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        await ProcessingApi.RestartAsync();
        Assert.That((await api.GetFileAsync(SandboxFiles.Processing)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        ProcessingApi.Files.SetStatus(SandboxFiles.Processing, "FINISHED");

        Assert.That((await api.GetFileAsync(SandboxFiles.Processing)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static int Version(string body) => int.Parse((string)JsonNode.Parse(body)!["seriesTitle"]!, CultureInfo.InvariantCulture);

    private static async Task<int> LengthAsync(ApiHost api)
    {
        var file = await api.Services.GetRequiredService<FileIngestion>().IngestAsync(new FileId(SandboxFiles.Finished), CancellationToken.None);
        Assert.That(file.Segments, Has.Count.EqualTo(60_000));
        using var uncached = new HttpClient { BaseAddress = api.Address };
        return (await uncached.GetStringAsync($"/api/presentation/files/{SandboxFiles.Finished}/")).Length;
    }

    // By hand: a client that is any good reads on, and the body would be over before it could be left.
    private static async Task<RawClient> StartReadingAsync(ApiHost api, string encoding)
    {
        var client = await RawClient.ConnectAsync(api);
        await client.SendGetAsync(SandboxFiles.Finished, $"Accept-Encoding: {encoding}\r\n");
        Assert.That(await client.ReadSomeAsync(), Does.StartWith("HTTP/1.1 200 OK"));
        return client;
    }
}
