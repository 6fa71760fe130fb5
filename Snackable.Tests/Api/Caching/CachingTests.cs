using System.Net;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Caching;

/// <summary>What the cache keeps, for whom, and for how long.</summary>
public sealed class CachingTests : CacheTests
{
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
            Assert.That(await brotli.ReadTextAsync(), Is.EqualTo(text), round);
            Assert.That(await gzip.ReadTextAsync(), Is.EqualTo(text), round);
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

    [Test]
    public async Task Get_AnswerKeptForItsTime_IsMadeAnew()
    {
        var api = await StartApiAsync(new Dictionary<string, string> { ["CACHE_SECONDS"] = "1" });
        await api.GetFileAsync(SandboxFiles.Finished);

        await Assert.ThatAsync(
            async () =>
            {
                await api.GetFileAsync(SandboxFiles.Finished);
                return StoreHits(api);
            },
            Is.EqualTo(1).After(10_000, 50));
    }

    [Test]
    public async Task Get_MoreFilesThanTheCacheHolds_AnswersAllAndKeepsNotAll()
    {
        ProcessingApi.Files.Replace([.. Enumerable.Range(0, 20).Select(number => SandboxFiles.Create(number, "FINISHED", segments: 1_000))]);
        var api = await StartApiAsync(new Dictionary<string, string>(Cached) { ["CACHE_SIZE_MB"] = "1" });
        foreach (var file in ProcessingApi.Files.All)
            await api.GetFileAsync(file.FileId);

        foreach (var file in ProcessingApi.Files.All)
            Assert.That((await api.GetFileAsync(file.FileId)).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        Assert.That(StoreHits(api), Is.Positive);
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
}
