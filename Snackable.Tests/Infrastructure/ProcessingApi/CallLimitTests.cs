using System.Net;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.ProcessingApi;

/// <summary>The number of calls in flight has a limit of ours. Who finds no call free waits, and is never told that upstream is at fault.</summary>
public sealed class CallLimitTests : ApiTests
{
    private const string Waiting = "snackable.processing_api.calls_waiting";

    [Test]
    public async Task Get_MoreColdFilesThanCallsAreFree_NeverExceedsTheLimitAndAnswersAll()
    {
        var api = await StartWithKnownListAsync(maxCalls: 3, Unhurried);
        ProcessingApi.Gate.Close();

        var answers = Files(20).Select(fileId => api.GetFileAsync(fileId)).ToList();
        await api.Metrics.WaitForAsync(Waiting, "", 37);
        await ProcessingApi.Gate.WaitForAsync(3);
        Assert.That((ProcessingApi.Gate.Waiting, ProcessingApi.Calls.Total), Is.EqualTo((3, 3)));
        ProcessingApi.Gate.Open();

        Assert.That((await Task.WhenAll(answers)).Select(answer => answer.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(api.Metrics.Count(Waiting), Is.Zero);
        Assert.That((ProcessingApi.Calls.Details, ProcessingApi.Calls.Segments), Is.EqualTo((20, 20)));
    }

    [Test]
    public async Task Get_DeadlineInTheQueue_SaysOverloadedAndTimeoutOnlyToWhomUpstreamHad()
    {
        var api = await StartWithKnownListAsync(maxCalls: 2, Hurried);
        ProcessingApi.Gate.Close();
        var (first, others) = (Files(1).Single(), Files(21).Skip(1).ToList());

        var held = api.GetFileAsync(first);
        await ProcessingApi.Gate.WaitForAsync(2);
        var waiting = others.Select(fileId => api.GetFileAsync(fileId)).ToList();

        await AssertProblemAsync(await held, HttpStatusCode.GatewayTimeout, "processing-api-timeout");
        foreach (var answer in await Task.WhenAll(waiting))
            await AssertOverloadedAsync(answer);
        Assert.That((await api.Client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_AfterAnOverload_FetchesAtOnceWhatCouldNotBe()
    {
        var api = await StartWithKnownListAsync(maxCalls: 2, Hurried, ("UPSTREAM_CIRCUIT_MINIMUM_CALLS", "2"), ("UPSTREAM_CIRCUIT_BREAK_SECONDS", "300"));
        ProcessingApi.Gate.Close();
        var files = Files(4);
        var held = api.GetFileAsync(files[0]);
        await ProcessingApi.Gate.WaitForAsync(2);
        foreach (var answer in await Task.WhenAll(files.Skip(1).Select(fileId => api.GetFileAsync(fileId))))
            await AssertOverloadedAsync(answer);
        await held;

        ProcessingApi.Gate.Open();

        // The deadline is short, and the machine may be busy: but no circuit is open, which would be so for minutes.
        foreach (var fileId in files)
            await Assert.ThatAsync(async () => (await api.GetFileAsync(fileId)).StatusCode, Is.EqualTo(HttpStatusCode.OK).After(60_000, 50));
    }

    [Test]
    public async Task Get_OneFileByManyAtTheDeadlineInTheQueue_SaysOverloadedToAllOfThem()
    {
        var api = await StartWithKnownListAsync(maxCalls: 2, Hurried);
        ProcessingApi.Gate.Close();
        var held = api.GetFileAsync(Files(1).Single());
        await ProcessingApi.Gate.WaitForAsync(2);

        var waiting = Enumerable.Range(0, 20).Select(_ => api.GetFileAsync(Files(2)[1])).ToList();

        foreach (var answer in await Task.WhenAll(waiting))
            await AssertOverloadedAsync(answer);
        await held;
    }

    [Test]
    public async Task Get_UnknownFileWhileTheScanStandsInTheQueue_SaysOverloaded()
    {
        var api = await StartApiAsync(new Dictionary<string, string>(Hurried) { ["UPSTREAM_MAX_CALLS"] = "1" });
        ProcessingApi.Gate.Close(call => call.Offset >= 5);

        var answers = Enumerable.Range(0, 3).Select(_ => api.GetFileAsync(Guid.NewGuid())).ToList();
        await ProcessingApi.Gate.WaitForAsync(1);

        foreach (var answer in await Task.WhenAll(answers))
            await AssertOverloadedAsync(answer);
        ProcessingApi.Gate.Open();
        await api.ScansEndedAsync();
        await AssertProblemAsync(await api.GetFileAsync(Guid.NewGuid()), HttpStatusCode.NotFound, "file-not-found");
    }

    [Test]
    public async Task Get_ScanDeadlineInTheQueue_SaysOverloadedAndReadsTheListOnceThereIsRoom()
    {
        var api = await StartApiAsync(new Dictionary<string, string>
        {
            ["UPSTREAM_MAX_CALLS"] = "1",
            ["CATALOG_SCAN_DEADLINE_SECONDS"] = "1",
            ["UPSTREAM_ATTEMPT_TIMEOUT_SECONDS"] = "10",
            ["UPSTREAM_DEADLINE_SECONDS"] = "30",
        });
        ProcessingApi.Gate.Close(call => call.Offset >= 5);

        await AssertOverloadedAsync(await api.GetFileAsync(Guid.NewGuid()));

        ProcessingApi.Gate.Open();
        await AssertProblemAsync(await api.GetFileAsync(Guid.NewGuid()), HttpStatusCode.NotFound, "file-not-found");
    }

    private static readonly Dictionary<string, string> Hurried = new() { ["UPSTREAM_DEADLINE_SECONDS"] = "1", ["UPSTREAM_ATTEMPT_TIMEOUT_SECONDS"] = "10" };

    private static async Task AssertOverloadedAsync(HttpResponseMessage answer)
    {
        await AssertProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "overloaded");
        Assert.That(answer.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    private List<Guid> Files(int count) =>
        [.. ProcessingApi.Files.All.Where(file => file.ProcessingStatus == SandboxStatus.Finished).Take(count).Select(file => file.FileId)];

    private async Task<ApiHost> StartWithKnownListAsync(int maxCalls, Dictionary<string, string> settings, params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string>(settings) { ["UPSTREAM_MAX_CALLS"] = $"{maxCalls}" };
        foreach (var (name, value) in more)
            all[name] = value;
        var api = await StartApiAsync(all);
        await api.GetFileAsync(SandboxFiles.Unknown);
        await api.ScansEndedAsync();
        ProcessingApi.Calls.Reset();
        return api;
    }
}
