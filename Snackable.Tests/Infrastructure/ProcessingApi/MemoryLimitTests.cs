using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Snackable.Infrastructure.ProcessingApi;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.ProcessingApi;

/// <summary>The bodies being read have a limit together. A large one that finds too little memory waits; small ones wait for none.</summary>
public sealed class MemoryLimitTests : ApiTests
{
    private const string Waiting = "snackable.processing_api.calls_waiting";
    private const long AllMemory = 1024 * 1024;
    private const int DeadlineSeconds = 60;
    private const int AttemptTimeoutSeconds = 10;

    private static readonly Guid[] Large = [.. Enumerable.Range(1, 3).Select(number => new Guid(number, 0, 0, new byte[8]))];

    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);

    [SetUp]
    public void ListLargeFiles()
    {
        foreach (var fileId in Large)
            ProcessingApi.Files.Append(SandboxFiles.Create(1000, SandboxStatus.Finished, segments: 3_000, fileId));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Get_LargeBodiesAndMemoryForOne_ReadsOneAfterTheOtherAndGivesAllBack(bool tellsLength)
    {
        var api = await StartAsync();
        if (!tellsLength)
            ProcessingApi.Faults.Add(call => call.FileId is { } fileId && Large.Contains(fileId) && call.Kind is CallKind.Segments, Fault.Oversized(800_000));
        var memory = api.Services.GetRequiredService<UpstreamLimits>().Memory;
        await memory.TakeAsync(AllMemory, CancellationToken.None);

        var answers = Large.Select(fileId => api.GetFileAsync(fileId)).ToList();
        await api.Metrics.WaitForAsync(Waiting, "", Large.Length);
        Assert.That((await api.GetFileAsync(SandboxFiles.WithoutSegments)).StatusCode, Is.EqualTo(HttpStatusCode.OK), "small ones wait for none");
        memory.Return(AllMemory);

        Assert.That((await Task.WhenAll(answers)).Select(answer => answer.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(memory.TakeAsync(AllMemory, CancellationToken.None).IsCompletedSuccessfully, Is.True, "all was given back");
    }

    [Test]
    public async Task Get_WaitForMemoryLongerThanAnAttempt_IsNoTimeout()
    {
        var api = await StartAsync();
        var memory = api.Services.GetRequiredService<UpstreamLimits>().Memory;
        await memory.TakeAsync(AllMemory, CancellationToken.None);
        var answer = api.GetFileAsync(Large[0]);
        await api.Metrics.WaitForAsync(Waiting, "", 1);

        _clock.Advance(TimeSpan.FromSeconds(2 * AttemptTimeoutSeconds));
        memory.Return(AllMemory);

        Assert.That((await answer).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ProcessingApi.Calls.Segments, Is.EqualTo(1), "nobody tried again");
    }

    [Test]
    public async Task Get_DeadlineWhileWaitingForMemory_SaysOverloaded()
    {
        var api = await StartAsync();
        var memory = api.Services.GetRequiredService<UpstreamLimits>().Memory;
        await memory.TakeAsync(AllMemory, CancellationToken.None);
        var answer = api.GetFileAsync(Large[0]);
        await api.Metrics.WaitForAsync(Waiting, "", 1);

        _clock.Advance(TimeSpan.FromSeconds(DeadlineSeconds));

        await AssertProblemAsync(await answer, HttpStatusCode.ServiceUnavailable, "overloaded");
        Assert.That((await answer).Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
        memory.Return(AllMemory);
        Assert.That((await api.GetFileAsync(Large[0])).StatusCode, Is.EqualTo(HttpStatusCode.OK), "neither the circuit nor the memory of failures counts it");
    }

    [Test]
    public async Task Get_LargeBodiesThatFail_GiveTheirMemoryBack()
    {
        var api = await StartAsync();
        var memory = api.Services.GetRequiredService<UpstreamLimits>().Memory;
        ProcessingApi.Faults.Add(call => call.FileId == Large[0] && call.Kind is CallKind.Segments, Fault.Truncated);
        ProcessingApi.Faults.Add(call => call.FileId == Large[1] && call.Kind is CallKind.Segments, Fault.Oversized(2 * AllMemory));
        ProcessingApi.Faults.Add(call => call.FileId == Large[2] && call.Kind is CallKind.Segments, Fault.Body(new string('x', 800_000)));

        await AssertProblemAsync(await api.GetFileAsync(Large[0]), HttpStatusCode.ServiceUnavailable, "processing-api-unavailable");
        await AssertProblemAsync(await api.GetFileAsync(Large[1]), HttpStatusCode.BadGateway, "processing-api-invalid");
        await AssertProblemAsync(await api.GetFileAsync(Large[2]), HttpStatusCode.BadGateway, "processing-api-invalid");

        Assert.That(memory.TakeAsync(AllMemory, CancellationToken.None).IsCompletedSuccessfully, Is.True);
    }

    private Task<ApiHost> StartAsync() => StartApiAsync(
        new Dictionary<string, string>
        {
            ["UPSTREAM_MAX_RESPONSE_MB"] = "1",
            ["UPSTREAM_MEMORY_MB"] = "1",
            // A delay before a retry would wait for the clock.
            ["UPSTREAM_RETRIES"] = "0",
            ["UPSTREAM_DEADLINE_SECONDS"] = $"{DeadlineSeconds}",
            ["UPSTREAM_ATTEMPT_TIMEOUT_SECONDS"] = $"{AttemptTimeoutSeconds}",
        },
        services => services.AddSingleton<TimeProvider>(_clock));
}
