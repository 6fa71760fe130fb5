using Microsoft.Extensions.Logging;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Connections;

/// <summary>Clients that leave, or seem to: that is no error, and fills no log.</summary>
public sealed class LeavingClientTests : ApiTests
{
    private static readonly string Whole = $"GET /api/presentation/files/{SandboxFiles.Finished} HTTP/1.1\r\nHost: localhost\r\n";

    private static IEnumerable<TestCaseData> Beginnings =>
    [
        new TestCaseData("").SetArgDisplayNames("nothing"),
        new TestCaseData("GET / HT").SetArgDisplayNames("half a request line"),
        new TestCaseData(Whole).SetArgDisplayNames("half of the headers"),
        new TestCaseData($"{Whole}Content-Length: 100\r\n\r\nhalf").SetArgDisplayNames("half a body"),
        new TestCaseData($"{Whole.Replace("GET", "POST", StringComparison.Ordinal)}Content-Length: 100\r\n\r\nhalf").SetArgDisplayNames("half a body of POST"),
        new TestCaseData($"{Whole}\r\n").SetArgDisplayNames("a whole request"),
        new TestCaseData($"{Whole}\r\n{Whole}\r\nGET").SetArgDisplayNames("two requests and a half"),
    ];

    [Test]
    public async Task HalfClose_AfterARequest_IsAnswered()
    {
        var api = await StartApiAsync();
        using var client = await RawClient.ConnectAsync(api);

        await client.SendGetAsync(SandboxFiles.Finished);
        client.HalfClose();

        Assert.That(await client.ReadToEndAsync(), Does.StartWith("HTTP/1.1 200 OK").And.Contains($"{SandboxFiles.Finished}"));
    }

    [TestCaseSource(nameof(Beginnings))]
    public async Task Leave_InTheMiddleOfARequest_IsNoErrorAndHardlyLogged(string beginning)
    {
        var api = await StartApiAsync(new Dictionary<string, string>(Unhurried));
        await api.GetFileAsync(SandboxFiles.Finished);
        var before = api.Log.Entries.Count;

        for (var client = 0; client < 10; client++)
        {
            using var halfClosing = await RawClient.ConnectAsync(api);
            await halfClosing.SendAsync(beginning);
            halfClosing.HalfClose();
            await halfClosing.ReadToEndAsync();

            using var leaving = await RawClient.ConnectAsync(api);
            await leaving.SendAsync(beginning);
            leaving.Reset();
        }

        await api.Metrics.NoRequestInFlightAsync();
        var logged = api.Log.Entries.Skip(before).Where(entry => entry.Level >= LogLevel.Information).ToList();
        Assert.That(logged.Where(entry => entry.Level >= LogLevel.Error || entry.Exception is not null), Is.Empty);
        Assert.That(logged, Has.Count.LessThanOrEqualTo(20), "one line a client");
    }

    [Test]
    public async Task Leave_WhileTheAnswerIsMade_IsNoErrorAndHardlyLogged()
    {
        var api = await StartApiAsync(Unhurried);
        ProcessingApi.Gate.Close();
        var before = api.Log.Entries.Count;
        for (var client = 0; client < 10; client++)
        {
            using var leaving = await RawClient.ConnectAsync(api);
            await leaving.SendGetAsync(SandboxFiles.Finished);
            await api.Metrics.WaitForAsync("snackable.ingestions", client == 0 ? "started" : "joined", Math.Max(client, 1));
            if (client % 2 == 0)
                leaving.HalfClose();
            else
                leaving.Reset();
        }

        await api.Metrics.NoRequestInFlightAsync();
        Assert.That(api.Log.Entries.Skip(before).Where(entry => entry.Level >= LogLevel.Warning && !entry.Category.Contains("AutoMapper", StringComparison.Ordinal)), Is.Empty);
        ProcessingApi.Gate.Open();
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).IsSuccessStatusCode, Is.True);
    }

    [Test]
    public async Task Leave_InTheMiddleOfALargeAnswer_IsNoErrorAndHardlyLogged()
    {
        ProcessingApi.Files.Replace([SandboxFiles.Create(0, "FINISHED", segments: 60_000)]);
        var api = await StartApiAsync(Unhurried);
        await api.GetFileAsync(SandboxFiles.Finished);
        var before = api.Log.Entries.Count;

        for (var client = 0; client < 4; client++)
        {
            using var leaving = await RawClient.ConnectAsync(api);
            await leaving.SendGetAsync(SandboxFiles.Finished);
            Assert.That(await leaving.ReadSomeAsync(), Is.Not.Empty);
            if (client % 2 == 0)
                leaving.Reset();
        }

        await api.Metrics.NoRequestInFlightAsync();
        Assert.That(api.Log.Entries.Skip(before).Where(entry => entry.Level >= LogLevel.Warning), Is.Empty);
    }
}
