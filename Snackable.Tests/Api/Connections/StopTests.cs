using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Connections;

/// <summary>
/// At a stop, connections without a whole request are closed, and whole requests are answered. Kestrel alone waits for the former as long as
/// the host does, which was 30 s.
/// </summary>
public sealed class StopTests : ApiTests
{
    private static readonly TimeSpan MuchLess = TimeSpan.FromSeconds(15);

    [TestCase(false)]
    [TestCase(true)]
    public async Task Stop_ClientsWithHalfARequest_WaitsForNone(bool afterAWholeOne)
    {
        var api = await StartApiAsync();
        await api.GetFileAsync(SandboxFiles.Finished);
        var clients = await ConnectAsync(api, 50);
        foreach (var client in clients)
        {
            if (afterAWholeOne)
            {
                await client.SendAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
                Assert.That(await client.ReadSomeAsync(), Is.Not.Empty);
            }

            await client.SendAsync("GET / HT");
        }

        await api.StopAsync().WaitAsync(MuchLess);

        clients.ForEach(client => client.Dispose());
    }

    [Test]
    public async Task Stop_ClientsWithHalfABody_WaitsForNone()
    {
        var api = await StartApiAsync(new Dictionary<string, string> { ["UPSTREAM_DEADLINE_SECONDS"] = "60" });
        var clients = await ConnectAsync(api, 5);
        foreach (var client in clients)
        {
            await client.SendGetAsync(SandboxFiles.Finished, "Content-Length: 100\r\n");
            Assert.That(await client.ReadSomeAsync(), Does.StartWith("HTTP/1.1 200 OK"));
        }

        await api.StopAsync().WaitAsync(MuchLess);

        clients.ForEach(client => client.Dispose());
    }

    [Test]
    public async Task Stop_HalfABodyOfARequestThatIsAnsweredMeanwhile_WaitsForTheAnswerAlone()
    {
        var api = await StartApiAsync(Unhurried);
        ProcessingApi.Gate.Close();
        using var client = await RawClient.ConnectAsync(api);
        await client.SendGetAsync(SandboxFiles.Finished, "Content-Length: 100\r\n");
        await ProcessingApi.Gate.WaitForAsync(1);

        var stop = api.StopAsync();
        ProcessingApi.Gate.Open();

        Assert.That(await client.ReadSomeAsync(), Does.StartWith("HTTP/1.1 200 OK"));
        await stop.WaitAsync(MuchLess);
    }

    [Test]
    public async Task Stop_WithAWholeRequest_AnswersItAndClosesTheOthers()
    {
        var api = await StartApiAsync(Unhurried);
        ProcessingApi.Gate.Close();
        using var whole = await RawClient.ConnectAsync(api);
        await whole.SendGetAsync(SandboxFiles.Finished, headers: "");
        await ProcessingApi.Gate.WaitForAsync(1);
        using var half = await RawClient.ConnectAsync(api);
        await half.SendAsync("GET / HT");

        var stop = api.StopAsync();
        Assert.That(await half.ReadSomeAsync(), Is.Empty);
        Assert.That(stop.IsCompleted, Is.False);
        ProcessingApi.Gate.Open();

        Assert.That(await whole.ReadToEndAsync(), Does.StartWith("HTTP/1.1 200 OK").And.EndsWith("]}"));
        await stop.WaitAsync(MuchLess);
    }

    [Test]
    public async Task Stop_ClientsThatDoNotRead_WaitsForThemNoLongerThanForOthers()
    {
        ProcessingApi.Files.Replace([SandboxFiles.Create(0, "FINISHED", segments: 60_000)]);
        var api = await StartApiAsync(new Dictionary<string, string> { ["UPSTREAM_DEADLINE_SECONDS"] = "6" });
        await api.GetFileAsync(SandboxFiles.Finished);
        var clients = await ConnectAsync(api, 5);
        foreach (var client in clients)
        {
            await client.SendGetAsync(SandboxFiles.Finished);
            Assert.That(await client.ReadSomeAsync(), Is.Not.Empty);
        }

        await api.StopAsync().WaitAsync(MuchLess);

        clients.ForEach(client => client.Dispose());
    }

    private static async Task<List<RawClient>> ConnectAsync(ApiHost api, int count)
    {
        var clients = new List<RawClient>();
        while (clients.Count < count)
            clients.Add(await RawClient.ConnectAsync(api));
        return clients;
    }
}
