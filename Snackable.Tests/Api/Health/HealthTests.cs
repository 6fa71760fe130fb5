using System.Net;
using Microsoft.Data.Sqlite;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Health;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Mongo)]
public sealed class HealthTests(StoreKind kind) : ApiTests(kind)
{
    [Test]
    public async Task Live_UpstreamDown_AnswersHealthy()
    {
        var api = await StartApiAsync();
        await ProcessingApi.StopAsync();

        var response = await api.Client.GetAsync("/health/live");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((string?)(await ReadJsonAsync(response))["status"], Is.EqualTo("Healthy"));
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    public async Task Health_PostAndHead_AreRefusedAndAnswered(string path)
    {
        var api = await StartApiAsync();

        Assert.That((await api.Client.PostAsync(path, content: null)).StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        Assert.That((await api.Client.SendAsync(head)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Ready_EverythingUp_AnswersHealthy()
    {
        var api = await StartApiAsync();

        var health = await ReadJsonAsync(await api.Client.GetAsync("/health/ready"));

        Assert.That((string?)health["status"], Is.EqualTo("Healthy"));
        Assert.That((string?)health["checks"]!["store"]!["status"], Is.EqualTo("Healthy"));
    }

    [Test]
    public async Task Ready_StoreCannotBeOpened_SaysDegradedWithTheReasonAndServesFromUpstream()
    {
        var api = await StartApiAsync(new Dictionary<string, string> { ["DB_CONNECTION_STRING"] = "Data Source=/nowhere/snackable.db" });

        var response = await api.Client.GetAsync("/health/ready");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var health = await ReadJsonAsync(response);
        Assert.That((string?)health["status"], Is.EqualTo("Degraded"));
        Assert.That((string?)health["checks"]!["store"]!["reason"], Does.Contain("unable to open database file"));
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_StoreLockedByAnotherProcess_AnswersEveryoneAndTheStoredFilesAtOnce()
    {
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string> { ["DB_CONNECTION_STRING"] = folder.SqliteConnectionString };
        await (await StartApiAsync(settings)).GetFileAsync(SandboxFiles.Finished);
        await using var other = new SqliteConnection($"{folder.SqliteConnectionString};Pooling=False");
        await other.OpenAsync();
        await using var held = other.BeginTransaction(deferred: false);
        var api = await StartApiAsync(settings);

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ProcessingApi.Calls.Details, Is.EqualTo(1), "it came from the store");
        var files = ProcessingApi.Files.All.Where(file => file.ProcessingStatus == "FINISHED").Take(10);
        var answers = await Task.WhenAll(files.Select(file => api.GetFileAsync(file.FileId)));
        Assert.That(answers.Select(answer => answer.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
    }
}
