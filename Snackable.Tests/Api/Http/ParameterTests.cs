using System.Net;
using System.Text.Json.Nodes;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Http;

/// <summary>A parameter that does not fit is refused by its name, never replaced by a default. The actions are the test host's own.</summary>
public sealed class ParameterTests : CacheTests
{
    [TestCase("window?limit=abc", "limit")]
    [TestCase("window?limit=1&limit=2", "limit")]
    [TestCase("window?limit=1&LIMIT=1", "limit")]
    [TestCase("window?limit=", "limit")]
    [TestCase("window?limit=%20", "limit")]
    [TestCase("window?limit", "limit")]
    [TestCase("window?limit=99999999999", "limit")]
    [TestCase("window?from=1.5", "from")]
    [TestCase("window?cursor=", "cursor")]
    [TestCase("window?download=yes", "download")]
    [TestCase("window?from=x&limit=y", "from", "limit")]
    [TestCase("statuses?status=&status=FINISHED", "status")]
    [TestCase("checked?limit=101", "limit")]
    public async Task Get_ParameterThatDoesNotFit_Answers400WithItsName(string path, params string[] parameters)
    {
        var problem = await RefusedAsync($"{SandboxFiles.Finished}/{path}", "invalid-request");

        Assert.That(Names(problem), Is.EquivalentTo(parameters));
        Assert.That(problem["errors"]![parameters[0]]!.AsArray().Select(error => (string?)error), Has.All.Not.Empty);
    }

    [TestCase("42/window")]
    [TestCase("42/window?limit=5")]
    public async Task Get_FileIdAloneIsWrong_Answers400InvalidFileId(string path)
    {
        var problem = await RefusedAsync(path, "invalid-file-id");

        Assert.That(Names(problem), Is.EqualTo(new[] { "fileId" }));
        Assert.That((string?)problem["detail"], Does.Contain("must be a UUID such as"));
    }

    [Test]
    public async Task Get_FileIdInTheQueryIsWrong_Answers400InvalidFileId()
    {
        var problem = await RefusedAsync($"{SandboxFiles.Finished}/statuses?other={SandboxFiles.Failed}&other=42", "invalid-file-id");

        Assert.That(Names(problem), Is.EqualTo(new[] { "other" }));
    }

    [Test]
    public async Task Get_FileIdAndAnotherParameterAreWrong_Answers400WithBothNames() =>
        Assert.That(Names(await RefusedAsync("42/window?limit=abc", "invalid-request")), Is.EquivalentTo(new[] { "fileId", "limit" }));

    [Test]
    public async Task Get_ParameterThatMayStandOften_IsReadWhole()
    {
        var api = await StartApiAsync(Cached, ProbeQuery.AddProbe);

        var response = await api.Client.GetAsync($"/probe/{SandboxFiles.Finished}/statuses?status=A&status=B&other={SandboxFiles.Failed}");

        var answer = await ReadJsonAsync(response);
        Assert.That(answer["status"]!.AsArray().Select(status => (string?)status), Is.EqualTo(new[] { "A", "B" }));
        Assert.That((string?)answer["other"]![0], Is.EqualTo($"{SandboxFiles.Failed}"));
    }

    private static IEnumerable<string> Names(JsonObject problem) => problem["errors"]!.AsObject().Select(error => error.Key);

    private async Task<JsonObject> RefusedAsync(string path, string type)
    {
        var api = await StartApiAsync(Cached, ProbeQuery.AddProbe);
        // A good answer that is cached must not stand in for the refusal.
        await api.Client.GetAsync($"/probe/{SandboxFiles.Finished}/window");
        return await AssertProblemAsync(await api.Client.GetAsync($"/probe/{path}"), HttpStatusCode.BadRequest, type);
    }
}
