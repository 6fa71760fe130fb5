using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Snackable.Application.Files;
using Snackable.Domain;
using Snackable.Infrastructure.Storage.Sqlite;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api;

/// <summary>What the cache keeps, for whom, and for how long.</summary>
public sealed class CachingTests : ApiTests
{
    private static readonly Dictionary<string, string> Cached = new() { ["CACHE_SECONDS"] = "60" };

    [Test]
    public async Task Get_FileAnsweredBefore_AsksNeitherTheStoreNorUpstream()
    {
        var api = await StartApiAsync(Cached);
        var first = await api.GetFileAsync(SandboxFiles.Finished);
        await api.ScansEndedAsync();
        ProcessingApi.Calls.Reset();

        var second = await api.GetFileAsync(SandboxFiles.Finished);

        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
        Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
        Assert.That(second.Headers.Age, Is.Not.Null);
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
        Assert.That(StoreHits(api), Is.Zero);
    }

    [Test]
    public async Task Get_SameFileAskedForInOtherWords_IsTheSameAnswer()
    {
        var api = await StartApiAsync(Cached);
        await api.GetFileAsync(SandboxFiles.Finished);

        var others = new[]
        {
            await api.SendAsync(HttpMethod.Get, $"{SandboxFiles.Finished}?x=1"),
            await api.SendAsync(HttpMethod.Get, $"{SandboxFiles.Finished}?x=2&y="),
            await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Host", "files.example")),
            await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished.ToString().ToUpperInvariant()),
            await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Authorization", "Bearer of-somebody")),
            await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", "identity")),
        };

        Assert.That(others.Select(other => other.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(others.Select(other => other.Headers.Age), Has.All.Not.Null);
        Assert.That(StoreHits(api), Is.Zero);
    }

    [Test]
    public async Task Get_ClientsThatAcceptDifferentEncodings_GetEachTheirOwnUnderATagOfItsOwn()
    {
        var api = await StartApiAsync(Cached);

        foreach (var round in new[] { "made", "cached" })
        {
            var brotli = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", "gzip, deflate, br"));
            var gzip = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", "gzip;q=0.5, zstd"));
            var plain = await api.GetFileAsync(SandboxFiles.Finished);

            Assert.That(
                new[] { brotli, gzip, plain }.Select(response => response.Content.Headers.ContentEncoding.SingleOrDefault()),
                Is.EqualTo(new[] { "br", "gzip", null }), round);
            Assert.That(new[] { brotli, gzip, plain }.Select(response => response.Headers.ETag), Is.Unique, round);
            var text = await plain.Content.ReadAsStringAsync();
            Assert.That(await ReadAsync(brotli, "br"), Is.EqualTo(text), round);
            Assert.That(await ReadAsync(gzip, "gzip"), Is.EqualTo(text), round);
        }

        // The encodings cost a look into the store each, but for the one that the file came in with; their names in any order cost none.
        await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", "br;q=1.0, gzip;q=0.8, *;q=0.1"));
        Assert.That(StoreHits(api), Is.EqualTo(2));
    }

    [Test]
    public async Task Get_PagesOfTwoOrigins_AreBothLetInByTheSameCachedAnswer()
    {
        var api = await StartApiAsync(new Dictionary<string, string>(Cached) { ["CORS_ORIGINS"] = "https://a.example,https://b.example" });
        await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Origin", "https://a.example"));

        var other = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Origin", "https://b.example"));
        var none = await api.GetFileAsync(SandboxFiles.Finished);

        Assert.That(other.Headers.Age, Is.Not.Null);
        Assert.That(other.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "https://b.example" }));
        Assert.That(none.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
        Assert.That(none.Headers.Vary, Is.EquivalentTo(new[] { "Accept-Encoding", "Origin" }));
    }

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
        Assert.That(await ReadAsync(compressed, "br"), Does.Contain("New title"));
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
        var saved = 0;
        var versions = new ConcurrentDictionary<string, (string Coding, int Version)>();

        async Task ReadOnAsync(string coding)
        {
            var known = "\"none\"";
            for (var atLeast = 0; atLeast < updates;)
            {
                atLeast = Volatile.Read(ref saved);
                var response = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", coding), ("If-None-Match", known));
                known = response.Headers.ETag!.Tag;
                if (response.StatusCode is not HttpStatusCode.NotModified)
                {
                    var read = (coding, await TitleAsync(response, coding));
                    Assert.That(versions.GetOrAdd(known, read), Is.EqualTo(read), "one tag, one body");
                }

                Assert.That(versions[known].Version, Is.GreaterThanOrEqualTo(atLeast));
            }
        }

        var readers = new[] { "identity", "gzip", "br", "identity", "gzip", "br" }.Select(coding => Task.Run(() => ReadOnAsync(coding))).ToList();
        for (var update = 1; update <= updates; update++)
        {
            await UpdateAsync(api, $"{update}");
            Volatile.Write(ref saved, update);
        }

        await Task.WhenAll(readers);
        Assert.That(versions.Values, Is.Unique, "one body, one tag");
    }

    [TestCase("identity")]
    [TestCase("gzip")]
    public async Task Get_FirstCallerLeavesInTheMiddleOfTheBody_TheNextGetsItWhole(string encoding)
    {
        ProcessingApi.Files.Replace([SandboxFiles.Create(0, "FINISHED", segments: 60_000)]);
        var api = await StartApiAsync(new Dictionary<string, string>(Cached) { ["UPSTREAM_DEADLINE_SECONDS"] = "60" });
        var expected = await LengthAsync(api);

        using (var leaving = await StartReadingAsync(api, encoding))
            leaving.Close(timeout: 0);
        await api.Metrics.NoRequestInFlightAsync();

        for (var reader = 0; reader < 2; reader++)
        {
            var response = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", encoding));
            var text = await ReadAsync(response, encoding);
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

    [TestCase("CACHE_SECONDS", "0")]
    [TestCase("CACHE_SIZE_MB", "1")]
    public async Task Get_CacheOffOrTooSmallForTheFile_AnswersFromTheStore(string setting, string value)
    {
        ProcessingApi.Files.Replace([SandboxFiles.Create(0, "FINISHED", segments: 6_000)]);
        var api = await StartApiAsync(new Dictionary<string, string>(Cached) { [setting] = value });
        await api.GetFileAsync(SandboxFiles.Finished);

        var again = await api.GetFileAsync(SandboxFiles.Finished);

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.Headers.Age, Is.Null);
        Assert.That(StoreHits(api), Is.EqualTo(1));
    }

    [TestCase("Cache-Control", "only-if-cached")]
    [TestCase("Cache-Control", "no-cache")]
    [TestCase("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")]
    public async Task Get_WhatIsMeantForOtherCaches_ChangesNothing(string header, string value)
    {
        var api = await StartApiAsync(Cached);

        var made = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, (header, value));
        var cached = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, (header, value));

        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(cached.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(cached.Headers.Age, Is.Not.Null);
    }

    [TestCase("text/json", "utf-16")]
    [TestCase("application/*+json", "utf-8")]
    [TestCase("image/png", "utf-8")]
    public async Task Get_FirstCallerAcceptsSomethingElse_EverybodyGetsTheOneRepresentation(string accept, string charset)
    {
        var api = await StartApiAsync(Cached);

        var odd = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept", accept), ("Accept-Charset", charset));
        var next = await api.GetFileAsync(SandboxFiles.Finished);

        foreach (var response in new[] { odd, next })
        {
            Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json; charset=utf-8"));
            Assert.That(response.Headers.ETag, Is.Not.Null);
            Assert.That((await ReadJsonAsync(response)).ContainsKey("segments"), Is.True);
        }
    }

    private static long StoreHits(ApiHost api) => api.Metrics.Count("snackable.lookups", "store_hit");

    private static async Task<int> LengthAsync(ApiHost api)
    {
        var (file, _) = await api.Services.GetRequiredService<FileIngestion>().IngestAsync(new FileId(SandboxFiles.Finished), CancellationToken.None);
        Assert.That(file.Segments, Has.Count.EqualTo(60_000));
        using var uncached = new HttpClient { BaseAddress = api.Address };
        return (await uncached.GetStringAsync($"/api/presentation/files/{SandboxFiles.Finished}/")).Length;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, string coding)
    {
        var body = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(coding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        });
        return await reader.ReadToEndAsync();
    }

    private static async Task<int> TitleAsync(HttpResponseMessage response, string coding) =>
        int.Parse((string)JsonNode.Parse(await ReadAsync(response, coding))!["seriesTitle"]!, CultureInfo.InvariantCulture);

    // By hand: a client that is any good reads on, and the body would be over before it could be left.
    private static async Task<Socket> StartReadingAsync(ApiHost api, string encoding)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(api.Address.Host, api.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /api/presentation/files/{SandboxFiles.Finished} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: {encoding}\r\n\r\n"));
        var beginning = new byte[1024];
        var read = await socket.ReceiveAsync(beginning);
        Assert.That(Encoding.ASCII.GetString(beginning, 0, read), Does.StartWith("HTTP/1.1 200 OK"));
        return socket;
    }

    private async Task UpdateAsync(ApiHost api, string title)
    {
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { SeriesTitle = title });
        await api.Services.GetRequiredService<FileIngestion>().UpdateAsync(new FileId(SandboxFiles.Finished), CancellationToken.None);
    }
}
