using System.Net;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Http;

/// <summary>What HTTP promises to clients, and to caches on the way.</summary>
public sealed class HttpTests : ApiTests
{
    [Test]
    public async Task Get_File_TellsCachesToKeepItAndToAskEachTime()
    {
        var response = await (await StartApiAsync()).GetFileAsync(SandboxFiles.Finished);

        Assert.That(response.Headers.CacheControl?.ToString(), Is.EqualTo("public, must-revalidate, max-age=0"));
        Assert.That(response.Headers.Vary, Is.EqualTo(new[] { "Accept-Encoding" }));
        Assert.That(response.Headers.ETag?.IsWeak, Is.False);
    }

    [TestCase("60")]
    [TestCase("0")]
    public async Task Get_ClientThatHasTheFile_IsToldThatItIsStillRight(string cacheSeconds)
    {
        var api = await StartApiAsync(new Dictionary<string, string> { ["CACHE_SECONDS"] = cacheSeconds });
        var known = await api.GetFileAsync(SandboxFiles.Finished);
        var tag = known.Headers.ETag!.Tag;

        foreach (var condition in new[] { tag, $"W/{tag}", $"\"other\", {tag}", "*" })
        {
            var response = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("If-None-Match", condition));

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotModified), condition);
            Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty, condition);
            Assert.That(response.Headers.ETag, Is.EqualTo(known.Headers.ETag), condition);
            Assert.That(response.Headers.CacheControl, Is.EqualTo(known.Headers.CacheControl), condition);
            Assert.That(response.Headers.Vary, Is.EqualTo(known.Headers.Vary), condition);
            var head = await api.SendAsync(HttpMethod.Head, SandboxFiles.Finished, ("If-None-Match", condition));
            Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.NotModified), condition);
        }

        var other = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("If-None-Match", "\"other\""));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await other.Content.ReadAsStringAsync(), Is.EqualTo(await known.Content.ReadAsStringAsync()));
    }

    [Test]
    public async Task Get_ClientThatHasTheFileFromAnotherProcess_IsAnsweredFromTheStoreAndTheCacheIsFilled()
    {
        var settings = new Dictionary<string, string> { ["CACHE_SECONDS"] = "60" };
        var known = await (await StartApiAsync(settings)).SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", "br"));
        var restarted = await StartApiAsync(settings);

        foreach (var attempt in new[] { "from the store", "from the cache" })
        {
            var response = await restarted.SendAsync(
                HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", "br"), ("If-None-Match", known.Headers.ETag!.Tag));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotModified), attempt);
        }

        var whole = await restarted.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Accept-Encoding", "br"));
        Assert.That(await whole.Content.ReadAsByteArrayAsync(), Is.EqualTo(await known.Content.ReadAsByteArrayAsync()));
        Assert.That(restarted.Metrics.Count("snackable.lookups", "store_hit"), Is.EqualTo(1));
    }

    [TestCase("60")]
    [TestCase("0")]
    public async Task Head_File_AnswersTheHeadersOfGetAndNoBody(string cacheSeconds)
    {
        var api = await StartApiAsync(new Dictionary<string, string> { ["CACHE_SECONDS"] = cacheSeconds });
        var get = await api.GetFileAsync(SandboxFiles.Finished);

        foreach (var _ in new[] { "made", "cached" })
        {
            var head = await api.SendAsync(HttpMethod.Head, SandboxFiles.Finished);

            Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(get.Content.Headers.ContentLength));
            Assert.That(head.Content.Headers.ContentType, Is.EqualTo(get.Content.Headers.ContentType));
            Assert.That(head.Headers.ETag, Is.EqualTo(get.Headers.ETag));
            Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
        }

        Assert.That((await api.SendAsync(HttpMethod.Head, "42")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Get_TextInEveryScript_IsSentAsItIsAndStaysSafe()
    {
        const string Title = "Crème\u00a0brûlée 🍮 日本\u3000quoi\u202f? <b>&amp;</b> 'quoted'";
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { SeriesTitle = Title, FileName = "say 🍮 \"\\\u0007\"" });

        var json = await (await (await StartApiAsync()).GetFileAsync(SandboxFiles.Finished)).Content.ReadAsStringAsync();

        Assert.That(json, Does.Contain($"\"seriesTitle\":\"{Title}\""));
        Assert.That(json, Does.Contain("""
            "fileName":"say 🍮 \"\\\u0007\"",
            """.Trim()));
        Assert.That(json, Does.Contain("\"fileLength\":2870700,"));
    }

    [TestCase("br")]
    [TestCase("gzip")]
    public async Task Get_Problem_IsCompressedForThoseWhoAcceptIt(string encoding)
    {
        var api = await StartApiAsync();

        var response = await api.SendAsync(HttpMethod.Get, SandboxFiles.Unknown, ("Accept-Encoding", encoding));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(new[] { encoding }));
        Assert.That(await response.ReadTextAsync(), Does.Contain("/file-not-found"));
    }

    [TestCase("/api/presentation/files/4a551eec-7dac-46d2-8f17-b6972b864b34")]
    [TestCase("/api/presentation/files/42")]
    [TestCase("/nothing/here")]
    [TestCase("/swagger/index.html")]
    [TestCase("/health/ready")]
    public async Task Get_Anything_ForbidsSniffingAndDoesNotNameTheServer(string path)
    {
        var response = await (await StartApiAsync()).Client.GetAsync(path);

        Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
        Assert.That(response.Headers.Server, Is.Empty);
    }

    [Test]
    public async Task Get_WithoutOriginsConfigured_LetsNoPageIn()
    {
        var response = await (await StartApiAsync()).SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Origin", "https://a.example"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
    }

    [Test]
    public async Task Options_PageOfAnAllowedOrigin_IsToldWhatItMayDo()
    {
        var api = await StartApiAsync(new Dictionary<string, string> { ["CORS_ORIGINS"] = "https://a.example, https://b.example:8443" });

        var allowed = await PreflightAsync(api, "https://b.example:8443");
        var refused = await PreflightAsync(api, "https://c.example");

        Assert.That(allowed.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(allowed.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "https://b.example:8443" }));
        Assert.That(allowed.Headers.GetValues("Access-Control-Allow-Methods").Single(), Does.Contain("GET").And.Contain("HEAD"));
        Assert.That(allowed.Headers.GetValues("Access-Control-Allow-Headers"), Is.EqualTo(new[] { "if-none-match" }));
        Assert.That(refused.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
    }

    [TestCase("4a551eec-7dac-46d2-8f17-b6972b864b34")]
    [TestCase("42")]
    public async Task Get_PageOfAnAllowedOrigin_MayReadTheAnswerItsTagAndItsProblem(string fileId)
    {
        var api = await StartApiAsync(new Dictionary<string, string> { ["CORS_ORIGINS"] = "https://a.example" });

        var response = await api.SendAsync(HttpMethod.Get, fileId, ("Origin", "https://a.example"));

        Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "https://a.example" }));
        Assert.That(response.Headers.GetValues("Access-Control-Expose-Headers").Single(), Does.Contain("ETag"));
        Assert.That(response.Headers.Vary, Does.Contain("Origin"));
    }

    [Test]
    public async Task Get_EveryOriginAllowed_IsTheSameForAll()
    {
        var api = await StartApiAsync(new Dictionary<string, string> { ["CORS_ORIGINS"] = "*" });

        var response = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("Origin", "https://anyone.example"));

        Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "*" }));
        Assert.That(response.Headers.Vary, Does.Not.Contain("Origin"));
    }

    [Test]
    public async Task Get_RequestThatIsTooLong_IsRefusedBeforeItIsRead()
    {
        var api = await StartApiAsync();

        var line = await api.Client.GetAsync($"/{new string('x', 5000)}");
        var headers = await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, ("X-Long", new string('x', 20_000)));

        Assert.That(line.StatusCode, Is.EqualTo(HttpStatusCode.RequestUriTooLong));
        Assert.That(headers.StatusCode, Is.EqualTo(HttpStatusCode.RequestHeaderFieldsTooLarge));
    }

    private static Task<HttpResponseMessage> PreflightAsync(ApiHost api, string origin) => api.SendAsync(
        HttpMethod.Options,
        SandboxFiles.Finished,
        ("Origin", origin),
        ("Access-Control-Request-Method", "GET"),
        ("Access-Control-Request-Headers", "if-none-match"));
}
