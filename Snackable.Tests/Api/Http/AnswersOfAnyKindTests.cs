using System.Net;
using System.Text.Json.Nodes;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Http;

/// <summary>Every action's answers have what a file's answer has, whatever their type. The actions are the test host's own.</summary>
public sealed class AnswersOfAnyKindTests : CacheTests
{
    [TestCase("window", "application/json; charset=utf-8", "\"fileId\"")]
    [TestCase("segments", "application/json; charset=utf-8", "日本 🍮")]
    [TestCase("transcript.vtt", "text/vtt; charset=utf-8", "WEBVTT")]
    public async Task Get_AnswerOfAnyType_HasTypeTagAndCacheHeaders(string path, string contentType, string text)
    {
        var api = await StartProbeAsync();

        var response = await GetAsync(api, path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo(contentType));
        Assert.That(response.Headers.ETag?.IsWeak, Is.False);
        Assert.That(response.Headers.CacheControl?.ToString(), Is.EqualTo("public, must-revalidate, max-age=0"));
        Assert.That(response.Headers.Vary, Is.EqualTo(new[] { "Accept-Encoding" }));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(text));
    }

    [Test]
    public async Task Get_AnswerOfATypeThatJsonDoesNotKnow_IsADefectWhoseLogNamesTheType()
    {
        var api = await StartProbeAsync();

        var response = await GetAsync(api, "unknown-type");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(api.Log.Entries.Select(entry => $"{entry.Exception?.Message}"), Has.Some.Contains("System.Version is not in ApiJsonContext"));
    }

    [Test]
    public async Task Get_TextInAnotherType_IsCompressedUnderATagOfItsOwn()
    {
        var api = await StartProbeAsync();

        var plain = await GetAsync(api, "transcript.vtt");
        var brotli = await GetAsync(api, "transcript.vtt", ("Accept-Encoding", "br"));

        Assert.That(brotli.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "br" }));
        Assert.That(await brotli.ReadTextAsync(), Does.StartWith("WEBVTT"));
        Assert.That(brotli.Headers.ETag, Is.Not.EqualTo(plain.Headers.ETag));
    }

    [TestCase("window")]
    [TestCase("transcript.vtt")]
    public async Task Get_ClientThatHasTheAnswer_IsToldThatItIsStillRight(string path)
    {
        var api = await StartProbeAsync();
        var known = await GetAsync(api, path);

        var again = await GetAsync(api, path, ("If-None-Match", known.Headers.ETag!.Tag));

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(again.Headers.ETag, Is.EqualTo(known.Headers.ETag));
    }

    [TestCase("window")]
    [TestCase("transcript.vtt")]
    public async Task Head_AnswerOfAnyType_HasTheHeadersOfGetAndNoBody(string path)
    {
        var api = await StartProbeAsync();

        using var request = new HttpRequestMessage(HttpMethod.Head, $"/probe/{SandboxFiles.Finished}/{path}");
        var head = await api.Client.SendAsync(request);

        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(head.Content.Headers.ContentLength, Is.Positive);
        Assert.That(head.Headers.ETag, Is.Not.Null);
        Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    // One line: the same answer, asked for in other words.
    [TestCase(
        "window?from=5&limit=10", "window?limit=10&from=5", "window?from=%2B5&limit=010", "window?FROM=5&limit=10&utm=x", "window?from=5&limit=10&limit[]=3&from[0]=7")]
    [TestCase("window?download=true", "window?download=True", "window?download=TRUE&Window=1")]
    [TestCase("window", "window?x=1", "window?cursors=a", "window?limit[]=3")]
    public async Task Get_SameOptionsInOtherWords_IsTheSameCachedAnswer(string first, params string[] others)
    {
        var api = await StartProbeAsync();
        var made = await (await GetAsync(api, first)).Content.ReadAsStringAsync();

        foreach (var other in others)
        {
            var response = await GetAsync(api, other);
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(made), other);
            Assert.That(response.Headers.Age, Is.Not.Null, other);
        }
    }

    [TestCase("limit[]=3")]
    [TestCase("limit[0]=3")]
    [TestCase("limits=3")]
    public async Task Get_ParameterThatTheActionDoesNotKnow_IsIgnored(string query)
    {
        var api = await StartProbeAsync();

        var answer = await ReadJsonAsync(await GetAsync(api, $"window?{query}"));

        // It would be kept for callers without a limit, too.
        Assert.That((string?)answer["window"]![0], Is.EqualTo("0  False "));
    }

    [Test]
    public async Task Get_ActionThatAnswersABareStatus_IsTheProblemThatAnyoneElseWouldGet()
    {
        var api = await StartProbeAsync();

        var problem = await ReadJsonAsync(await GetAsync(api, "missing"));

        Assert.That((string?)problem["type"], Is.EqualTo("about:blank"));
        Assert.That((string?)problem["detail"], Is.EqualTo("There is nothing at this address."));
    }

    [Test]
    public async Task Get_OtherOptions_AreOtherAnswers()
    {
        var api = await StartProbeAsync();
        string[] paths =
        [
            "window", "window?from=5", "window?limit=5", "window?cursor=a", "window?cursor=A", "window?cursor=a%26limit=5", "window?cursor=a&limit=5",
            "window?download=true", "window?from=50", "window?from=5&limit=0",
        ];

        var answers = new List<string>();
        foreach (var path in paths)
            answers.Add(await (await GetAsync(api, path)).Content.ReadAsStringAsync());

        var windows = answers.Select(answer => JsonNode.Parse(answer)!["window"]![0]!.ToString()).ToList();
        Assert.That(windows, Is.Unique);
        Assert.That(windows[1], Is.EqualTo("5  False "));
    }

    [TestCase("window?from=5")]
    [TestCase("transcript.vtt")]
    public async Task Get_FileStoredAnew_HasAllItsAnswersMadeAnew(string path)
    {
        var api = await StartProbeAsync();
        var old = await (await GetAsync(api, path)).Content.ReadAsStringAsync();

        await UpdateAsync(api, "New title");

        var fresh = await GetAsync(api, path);
        Assert.That(fresh.Headers.Age, Is.Null);
        Assert.That(await fresh.Content.ReadAsStringAsync(), Is.Not.EqualTo(old));
    }

    [Test]
    public async Task Get_PageOfAnAllowedOrigin_MayReadTheCachedAnswer()
    {
        var api = await StartProbeAsync(("CORS_ORIGINS", "https://a.example"));
        await GetAsync(api, "transcript.vtt");

        var response = await GetAsync(api, "transcript.vtt", ("Origin", "https://a.example"));

        Assert.That(response.Headers.Age, Is.Not.Null);
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "https://a.example" }));
    }

    [TestCase("missing", 404)]
    [TestCase("problem", 409)]
    [TestCase("protected", 403)]
    public async Task Get_ActionThatRefuses_AnswersAProblemThatNobodyKeeps(string path, int status)
    {
        var api = await StartProbeAsync();

        foreach (var _ in new[] { "made", "again" })
        {
            var response = await GetAsync(api, path);

            Assert.That((int)response.StatusCode, Is.EqualTo(status));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(response.Headers.ETag, Is.Null);
            Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
            Assert.That((int?)(await ReadJsonAsync(response))["status"], Is.EqualTo(status));
        }

        Assert.That(api.Log.Errors, Is.Empty);
    }

    [Test]
    public async Task Document_ActionsOfAnyKind_HasTheirProblemsAndHeaders()
    {
        var api = await StartProbeAsync();

        var paths = (await ReadJsonAsync(await api.Client.GetAsync("/swagger/v1/swagger.json")))["paths"]!;

        var window = paths["/probe/{fileId}/window"]!["get"]!;
        Assert.That(window["responses"]!.AsObject().Select(response => response.Key), Is.EquivalentTo(new[] { "200", "304", "400", "500" }));
        var problems = window["responses"]!["400"]!["content"]!["application/problem+json"]!;
        Assert.That(problems["examples"]!.AsObject().Select(example => example.Key), Is.EqualTo(new[] { "invalid-file-id", "invalid-request" }));
        Assert.That((string?)problems["schema"]!["$ref"], Does.EndWith("/ProblemResponse"));
        Assert.That(window["responses"]!["200"]!["headers"]!["ETag"], Is.Not.Null);
        Assert.That(window["parameters"]!.AsArray().Select(parameter => (string?)parameter!["name"]), Does.Contain("If-None-Match"));
        var segments = paths["/probe/{fileId}/segments"]!["get"]!["responses"]!.AsObject();
        Assert.That(segments.Select(response => response.Key), Is.EquivalentTo(new[] { "200", "400", "500" }));
    }

    private Task<ApiHost> StartProbeAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(Cached);
        foreach (var (name, value) in settings)
            all[name] = value;
        return StartApiAsync(all, ProbeQuery.AddProbe);
    }

    private static Task<HttpResponseMessage> GetAsync(ApiHost api, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/probe/{SandboxFiles.Finished}/{path}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return api.Client.SendAsync(request);
    }
}
