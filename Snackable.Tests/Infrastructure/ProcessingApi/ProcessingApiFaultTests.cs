using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.ProcessingApi;

/// <summary>What frontends get when the processing API fails: the truth, soon, and never "there is no such file".</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Mongo)]
public sealed class ProcessingApiFaultTests(StoreKind kind) : ApiTests(kind)
{
    private static readonly Dictionary<string, string> ShortDeadline = new()
    {
        ["UPSTREAM_DEADLINE_SECONDS"] = "0.5",
    };

    private static readonly Dictionary<string, string> LongDeadline = new()
    {
        ["UPSTREAM_MAX_RESPONSE_MB"] = "1",
    };

    private static IEnumerable<TestCaseData> Faults()
    {
        var faults = new (string Name, Fault Fault, HttpStatusCode Status, string Type)[]
        {
            ("500", Fault.Status(500), HttpStatusCode.ServiceUnavailable, "processing-api-unavailable"),
            ("503", Fault.Status(503), HttpStatusCode.ServiceUnavailable, "processing-api-unavailable"),
            ("429", Fault.Status(429), HttpStatusCode.ServiceUnavailable, "processing-api-unavailable"),
            ("408", Fault.Status(408), HttpStatusCode.ServiceUnavailable, "processing-api-unavailable"),
            ("reset", Fault.Reset, HttpStatusCode.ServiceUnavailable, "processing-api-unavailable"),
            ("truncated", Fault.Truncated, HttpStatusCode.ServiceUnavailable, "processing-api-unavailable"),
            ("401", Fault.Status(401), HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("redirect", Fault.Redirect("/api/file/all"), HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("malformed", Fault.Malformed, HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("null", Fault.Body("null"), HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("empty", Fault.Body(""), HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("a number", Fault.Body("42"), HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("null inside", Fault.Body("[null]"), HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("members missing", Fault.Body("[{}]"), HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("HTML", Fault.Body("<html>Hello</html>", "text/html"), HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("partial", Fault.Partial, HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("unknown coding", Fault.UnknownCoding, HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("too large", Fault.Oversized(2 * 1024 * 1024), HttpStatusCode.BadGateway, "processing-api-invalid"),
            ("slow", Fault.Slow(TimeSpan.FromMinutes(1)), HttpStatusCode.GatewayTimeout, "processing-api-timeout"),
            ("dribbling", Fault.Dribble(TimeSpan.FromMilliseconds(100)), HttpStatusCode.GatewayTimeout, "processing-api-timeout"),
        };
        return
            from kind in Enum.GetValues<CallKind>()
            from fault in faults
            select new TestCaseData(kind, fault.Fault, fault.Status, fault.Type).SetArgDisplayNames(kind.ToString(), fault.Name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Get_OneKindOfCallAlwaysFails_SaysWhatIsWrongAndStoresNothing(
        CallKind kind, Fault fault, HttpStatusCode status, string type)
    {
        var api = await StartApiAsync(status is HttpStatusCode.GatewayTimeout ? ShortDeadline : LongDeadline);
        ProcessingApi.Faults.Add(call => call.Kind == kind, fault);

        var response = await api.GetFileAsync(SandboxFiles.Finished);

        await AssertProblemAsync(response, status, type);
        Assert.That(response.Headers.RetryAfter is not null, Is.EqualTo(status == HttpStatusCode.ServiceUnavailable));
        ProcessingApi.Faults.Clear();
        var mended = await StartApiAsync();
        Assert.That((await mended.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK), "nothing wrong was stored");
    }

    [TestCase(CallKind.Page)]
    [TestCase(CallKind.Details)]
    [TestCase(CallKind.Segments)]
    public async Task Get_OneCallFailsOnce_TriesAgainAndAnswers200(CallKind kind)
    {
        var api = await StartApiAsync();
        ProcessingApi.Faults.Add(call => call.Kind == kind, Fault.Status(500), times: 1);

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(CallKind.Details)]
    [TestCase(CallKind.Segments)]
    public async Task Get_PartOfAnotherFile_Answers502AndStoresNothing(CallKind kind)
    {
        var clock = new ShiftedClock();
        var api = await StartApiAsync(substitute: services => services.AddSingleton<TimeProvider>(clock));
        ProcessingApi.Faults.Add(call => call.Kind == kind, Fault.Foreign, times: 1);

        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Finished), HttpStatusCode.BadGateway, "processing-api-invalid");

        clock.Advance(TimeSpan.FromSeconds(1));
        ProcessingApi.Calls.Reset();
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ProcessingApi.Calls.Details, Is.EqualTo(1));
    }

    [Test]
    public async Task Get_LastPageFails_NeverSaysNotFound()
    {
        var api = await StartApiAsync();
        ProcessingApi.Faults.Add(call => call.Offset == 35, Fault.Status(500));

        await AssertProblemAsync(
            await api.GetFileAsync(SandboxFiles.Unknown), HttpStatusCode.ServiceUnavailable, "processing-api-unavailable");
    }

    [Test]
    public async Task Get_UpstreamAsksForALongPause_PassesItOnAtOnce()
    {
        var api = await StartApiAsync();
        ProcessingApi.Faults.Add(_ => true, Fault.Status(429, TimeSpan.FromSeconds(77)));

        var response = await api.GetFileAsync(SandboxFiles.Finished);

        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable, "processing-api-unavailable");
        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(77)));
        Assert.That(ProcessingApi.Calls.Total, Is.EqualTo(1));
    }

    [TestCase(0, 1)]
    [TestCase(40_000, 3600)]
    public async Task Get_UpstreamAsksForAPauseThatIsNone_SaysOneThatIs(int asked, int told)
    {
        var api = await StartApiAsync();
        ProcessingApi.Faults.Add(_ => true, Fault.Status(503, TimeSpan.FromSeconds(asked)));

        var response = await api.GetFileAsync(SandboxFiles.Finished);

        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(told)));
    }

    [Test]
    public async Task Get_DetailsSayTwoThings_Answers502()
    {
        var api = await StartApiAsync();
        const string Details = """
            { "fileId": "4a551eec-7dac-46d2-8f17-b6972b864b34", "fileName": "one.wav", "fileName": "another.wav",
              "mp3Path": "https://example.com/1.mp3", "originalFilePath": "https://example.com/1.wav" }
            """;
        ProcessingApi.Faults.Add(call => call.Kind is CallKind.Details, Fault.Body(Details));

        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Finished), HttpStatusCode.BadGateway, "processing-api-invalid");
    }

    [Test]
    public async Task Get_RedirectedElsewhere_NeverFollows()
    {
        await using var elsewhere = await StandIn.StartAsync();
        var api = await StartApiAsync();
        ProcessingApi.Faults.Add(_ => true, Fault.Redirect(new Uri(elsewhere.Address, "/api/file/all").ToString()));

        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Finished), HttpStatusCode.BadGateway, "processing-api-invalid");
        Assert.That(elsewhere.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Get_UpstreamDown_ServesWhatIsStoredAndSays503ForTheRest()
    {
        var api = await StartApiAsync();
        await api.GetFileAsync(SandboxFiles.Finished);

        await ProcessingApi.StopAsync();

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await AssertProblemAsync(
            await api.GetFileAsync(SandboxFiles.WithoutTitle), HttpStatusCode.ServiceUnavailable, "processing-api-unavailable");
        await ProcessingApi.RestartAsync();
        Assert.That((await api.GetFileAsync(SandboxFiles.WithoutTitle)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_UpstreamDownForLong_LeavesItAloneWhileTheCircuitIsOpen()
    {
        var api = await StartApiAsync(new Dictionary<string, string> { ["UPSTREAM_CIRCUIT_MINIMUM_CALLS"] = "6" });
        ProcessingApi.Faults.Add(_ => true, Fault.Status(500));
        await api.GetFileAsync(SandboxFiles.Finished);
        await api.GetFileAsync(SandboxFiles.Finished);
        ProcessingApi.Calls.Reset();

        var response = await api.GetFileAsync(SandboxFiles.Finished);

        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable, "processing-api-unavailable");
        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Get_ListedAsFinishedButDetailsUnknown_LooksOnceMoreAndAnswersWhatIsThenTrue()
    {
        var api = await StartApiAsync();
        ProcessingApi.Faults.Add(call => call.Kind is CallKind.Details, Fault.Status(404), times: 1);
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        ProcessingApi.Gate.Close(call => call.Kind is CallKind.Details);
        var response = api.GetFileAsync(SandboxFiles.WithoutTitle);
        await ProcessingApi.Gate.WaitForAsync(1);
        ProcessingApi.Files.Remove(SandboxFiles.WithoutTitle);
        ProcessingApi.Gate.Open();

        await AssertProblemAsync(await response, HttpStatusCode.NotFound, "file-not-found");
    }

    [TestCase(CallKind.Details)]
    [TestCase(CallKind.Segments)]
    public async Task Get_ListedAsFinishedForEverAndNowhereElse_Answers502(CallKind kind)
    {
        var api = await StartApiAsync();
        ProcessingApi.Faults.Add(call => call.Kind == kind, Fault.Status(404));

        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Finished), HttpStatusCode.BadGateway, "processing-api-invalid");
    }

    [TestCase("javascript:alert(1)")]
    [TestCase("/relative.mp3")]
    public async Task Get_PathThatIsNoHttpUrl_Answers502(string path)
    {
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { Mp3Path = path });
        var api = await StartApiAsync();

        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Finished), HttpStatusCode.BadGateway, "processing-api-invalid");
    }

    [Test]
    public async Task Get_ClientLeaves_TheCallsGoOnForWhoeverAsksNext()
    {
        var api = await StartApiAsync(Unhurried);
        ProcessingApi.Gate.Close(call => call.Kind is not CallKind.Page);
        using var leaving = new CancellationTokenSource();
        var first = api.GetFileAsync(SandboxFiles.Finished, leaving.Token);
        await ProcessingApi.Gate.WaitForAsync(2);

        await leaving.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        await api.Metrics.NoRequestInFlightAsync();
        var next = api.GetFileAsync(SandboxFiles.Finished);
        await api.Metrics.WaitForAsync("snackable.ingestions", "joined", 1);
        ProcessingApi.Gate.Open();

        Assert.That((await next).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((ProcessingApi.Calls.Details, ProcessingApi.Calls.Segments), Is.EqualTo((1, 1)));
        Assert.That(api.Log.Entries.Where(entry => entry.Level >= LogLevel.Warning && !entry.Category.Contains("AutoMapper", StringComparison.Ordinal)), Is.Empty);
    }
}
