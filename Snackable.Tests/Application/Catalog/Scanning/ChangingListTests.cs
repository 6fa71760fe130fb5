using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Snackable.Application.Catalog;
using Snackable.Application.Storage;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Catalog.Scanning;

/// <summary>A list that changes between two pages of one scan, and pages that are odd, late or broken.</summary>
public sealed class ChangingListTests : ApiTests
{
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);

    private IReadOnlyList<SandboxFile> Files => ProcessingApi.Files.All;

    [TestCase("reordered")]
    [TestCase("shortened")]
    [TestCase("shifted")]
    public async Task Get_ListChangesBetweenTwoPagesOfAScan_IsRightAfterTheFreshnessWindowAtTheLatest(string how)
    {
        Fill(40);
        var api = await StartApiAsync();
        await DuringAScanAsync(api, () =>
        {
            if (how == "shifted")
                ProcessingApi.Files.Insert(0, SandboxFiles.Create(5000, "FINISHED", segments: 1));
            else
                ProcessingApi.Files.Replace(how == "reordered" ? Files.Reverse() : Files.Skip(12));
        });
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That(await StatusAsync(api, SandboxFiles.Unknown), Is.EqualTo(HttpStatusCode.NotFound));
        await api.Metrics.NoScanInFlightAsync();
        foreach (var file in Files)
            Assert.That(await StatusAsync(api, file.FileId), Is.EqualTo(HttpStatusCode.OK));
        if (how == "shortened")
            Assert.That(await StatusAsync(api, SandboxFiles.Finished), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Get_FileThatIsNotFinishedAndHasMovedToAnotherPage_IsFoundInTheWholeList()
    {
        var api = await StartApiAsync();
        Assert.That(await StatusAsync(api, SandboxFiles.Processing), Is.EqualTo(HttpStatusCode.BadRequest));
        await api.Metrics.NoScanInFlightAsync();
        ProcessingApi.Files.Replace(Files.Reverse());
        ProcessingApi.Files.SetStatus(SandboxFiles.Processing, "FINISHED");
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That(await StatusAsync(api, SandboxFiles.Processing), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_FileThatMovedWhileItsOldPageIsReadAndAnotherScanEnds_IsFound()
    {
        var api = await StartApiAsync();
        await StatusAsync(api, SandboxFiles.Processing);
        await api.Metrics.NoScanInFlightAsync();
        ProcessingApi.Files.Replace(Files.Reverse());
        _clock.Advance(TimeSpan.FromSeconds(5));
        var pages = 0;
        ProcessingApi.Gate.Close(call => call is { Kind: CallKind.Page, Offset: 0 } && Interlocked.Increment(ref pages) == 1);
        var moved = StatusAsync(api, SandboxFiles.Processing);
        await ProcessingApi.Gate.WaitForAsync(1);
        Assert.That(await StatusAsync(api, SandboxFiles.Unknown), Is.EqualTo(HttpStatusCode.NotFound));
        await api.Metrics.NoScanInFlightAsync();

        ProcessingApi.Gate.Open();

        Assert.That(await moved, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Get_PagesInTheMiddleHoldFewerFiles_FindsEveryFile()
    {
        Fill(40);
        ProcessingApi.Files.PageOverride = offset => [.. Files.Skip(offset).Take((offset % 4) + 1)];
        var api = await StartApiAsync();

        var answers = await Task.WhenAll(Files.Select(file => StatusAsync(api, file.FileId)));

        Assert.That(answers, Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(api, SandboxFiles.Unknown), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Get_FileListedTwice_IsFinishedOnceAPlaceSaysSo([Values] bool finishedFirst)
    {
        var finished = SandboxFiles.Create(0);
        var twin = finished with { ProcessingStatus = "PROCESSING" };
        var others = Files.Skip(1).Take(8);
        SandboxFile[] list = finishedFirst ? [finished, .. others, twin] : [twin, .. others, finished];
        ProcessingApi.Files.PageOverride = offset => [.. list.Skip(offset).Take(5)];
        var api = await StartApiAsync();
        await StatusAsync(api, SandboxFiles.Unknown);
        await api.Metrics.NoScanInFlightAsync();

        Assert.That(await StatusAsync(api, finished.FileId), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_StatusNeverSeenBefore_IsToldAsItIsAndReadsAsNotFinished()
    {
        ProcessingApi.Files.SetStatus(SandboxFiles.Processing, "AWAITING_REVIEW");
        var api = await StartApiAsync();

        var problem = await AssertProblemAsync(
            await api.GetFileAsync(SandboxFiles.Processing), HttpStatusCode.BadRequest, "file-not-finished");
        Assert.That((string?)problem["processingStatus"], Is.EqualTo("AWAITING_REVIEW"));
    }

    [Test]
    public async Task Get_PageThatFailsOnce_IsReadAgain()
    {
        ProcessingApi.Faults.Add(call => call is { Kind: CallKind.Page, Offset: 10 }, Fault.Status(500), times: 1);
        var api = await base.StartApiAsync(new Dictionary<string, string> { ["UPSTREAM_RETRIES"] = "1" });

        Assert.That(await StatusAsync(api, SandboxFiles.Unknown), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Get_PageThatAlwaysFails_IsAnOutageForWhoeverMayBeOnItAndForNobodyElse()
    {
        Fill(40);
        ProcessingApi.Faults.Add(call => call is { Kind: CallKind.Page, Offset: 20 }, Fault.Status(500));
        var api = await StartApiAsync(("UPSTREAM_RETRIES", "0"));

        Assert.That(await StatusAsync(api, Files[22].FileId), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await StatusAsync(api, SandboxFiles.Unknown), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await StatusAsync(api, Files[39].FileId), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_PageThatHangs_IsTooSlowForWhoeverMayBeOnIt()
    {
        var api = await base.StartApiAsync(new Dictionary<string, string> { ["UPSTREAM_DEADLINE_SECONDS"] = "0.5" });
        ProcessingApi.Gate.Close(call => call is { Kind: CallKind.Page, Offset: 10 });

        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Unknown), HttpStatusCode.GatewayTimeout, "processing-api-timeout");
    }

    [Test]
    public async Task Get_StoreFailsInTheMiddleOfAScan_AnswersAsIfNothingHadHappened()
    {
        Fill(40);
        var store = Substitute.For<ICatalogStore>();
        store.LoadAsync(default).ReturnsForAnyArgs([]);
        var api = await StartApiAsync(new Dictionary<string, string>(), services =>
            services.AddSingleton<TimeProvider>(_clock).AddSingleton(store));
        await DuringAScanAsync(api, () =>
        {
            store.SaveAsync(default!, default).ThrowsAsyncForAnyArgs(new FileStoreException("The disk is full."));
            store.RemoveAsync(default!, default).ThrowsAsyncForAnyArgs(new FileStoreException("The disk is full."));
        });

        ProcessingApi.Calls.Reset();

        foreach (var file in Files)
            Assert.That(await StatusAsync(api, file.FileId), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ProcessingApi.Calls.Pages, Is.Zero);
        Assert.That(api.Log.Entries.Select(entry => entry.Message), Has.Some.Contains("The disk is full."));
    }

    // The first page is read, the second waits, and the list changes.
    private async Task DuringAScanAsync(ApiHost api, Action change)
    {
        ProcessingApi.Gate.Close(call => call is { Kind: CallKind.Page, Offset: >= 5 });
        var scan = StatusAsync(api, SandboxFiles.Unknown);
        await ProcessingApi.Gate.WaitForAsync(1);
        change();
        ProcessingApi.Gate.Open();
        await scan;
        await api.Metrics.NoScanInFlightAsync();
    }

    private void Fill(int count) =>
        ProcessingApi.Files.Replace(Enumerable.Range(0, count).Select(number => SandboxFiles.Create(number, "FINISHED", segments: 1)));

    private Task<ApiHost> StartApiAsync(params (string Name, string Value)[] settings) =>
        StartApiAsync(settings.ToDictionary(setting => setting.Name, setting => setting.Value), services => services.AddSingleton<TimeProvider>(_clock));

    private static async Task<HttpStatusCode> StatusAsync(ApiHost api, Guid fileId)
    {
        using var response = await api.GetFileAsync(fileId);
        return response.StatusCode;
    }
}
