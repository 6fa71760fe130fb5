using System.Net;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Messaging.Consuming;

/// <summary>What each kind of message brings about, once or more often, in order or not.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Mongo)]
public sealed class FileMessageTests(StoreKind kind) : MessageTests(kind)
{
    [Test]
    public async Task Finished_NotStored_StoresTheFileBeforeAnyoneAsks()
    {
        var api = await StartConsumingAsync();

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await AcknowledgedAsync(api, "stored");

        Assert.That(await StoredNameAsync(api, SandboxFiles.Finished), Is.EqualTo(NameOf(SandboxFiles.Finished)));
        Assert.That(Fetches, Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Finished_Stored_CostsNoCall()
    {
        var api = await StartConsumingAsync();
        await api.GetFileAsync(SandboxFiles.Finished);
        await api.ScansEndedAsync();
        ProcessingApi.Calls.Reset();

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await AcknowledgedAsync(api, "stored");

        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Finished_StoredAndNotListedAnyMore_HasNothingToBeDone()
    {
        var stored = ProcessingApi.Files.All.Last(file => file.ProcessingStatus == "FINISHED").FileId;
        await (await StartApiAsync()).GetFileAsync(stored);
        var api = await StartConsumingAsync(new Dictionary<string, string> { ["MAX_PAGES"] = "1" });

        await Broker.PublishFileAsync(Finished, stored);

        await AcknowledgedAsync(api, "stored");
    }

    [Test]
    public async Task Finished_KnownAsProcessing_CostsNoPage()
    {
        var api = await StartConsumingAsync();
        await api.GetFileAsync(SandboxFiles.FinishingSoon);
        await api.ScansEndedAsync();
        ProcessingApi.Files.SetStatus(SandboxFiles.FinishingSoon, "FINISHED");
        ProcessingApi.Calls.Reset();

        await Broker.PublishFileAsync(Finished, SandboxFiles.FinishingSoon);
        await AcknowledgedAsync(api, "stored");

        Assert.That((ProcessingApi.Calls.Pages, Fetches), Is.EqualTo((0, (1, 1))));
        Assert.That(await StoredNameAsync(api, SandboxFiles.FinishingSoon), Is.EqualTo(NameOf(SandboxFiles.FinishingSoon)));
    }

    [Test]
    public async Task Finished_ListedAfterTheScanThatUnknownIdsAreAnsweredFrom_IsFoundAllTheSame()
    {
        var api = await StartConsumingAsync();
        Assert.That((await api.GetFileAsync(SandboxFiles.Unknown)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        var file = SandboxFiles.Create(5000, "FINISHED", segments: 1);
        ProcessingApi.Files.Insert(0, file);

        await Broker.PublishFileAsync(Finished, file.FileId);
        await AcknowledgedAsync(api, "stored");

        Assert.That(await StoredNameAsync(api, file.FileId), Is.EqualTo(file.FileName));
    }

    [Test]
    public async Task Finished_ListLagsBehind_BelievesTheMessage()
    {
        var api = await StartConsumingAsync();
        ProcessingApi.Files.SetStatus(SandboxFiles.FinishingSoon, "FINISHED");
        var lagging = SandboxFiles.Catalog(5).ToList();
        ProcessingApi.Files.PageOverride = offset => offset == 0 ? lagging : null;

        await Broker.PublishFileAsync(Finished, SandboxFiles.FinishingSoon);
        await AcknowledgedAsync(api, "stored");

        Assert.That(api.Metrics.Count("snackable.messages", "retried"), Is.Zero);
    }

    [Test]
    public async Task Finished_ManyFiles_CostsOneScanAndOneFetchEach()
    {
        var api = await StartConsumingAsync();
        var files = ProcessingApi.Files.All.Where(file => file.ProcessingStatus == "FINISHED").ToList();

        await Task.WhenAll(files.Select(file => Broker.PublishFileAsync(Finished, file.FileId)));
        await AcknowledgedAsync(api, "stored", files.Count);

        Assert.That(Fetches, Is.EqualTo((files.Count, files.Count)));
        Assert.That(ProcessingApi.Calls.All.Where(call => call.Kind is CallKind.Page).GroupBy(call => call.Offset).Select(page => page.Count()), Has.All.EqualTo(1));
    }

    [Test]
    public async Task Finished_Twice_FetchesOnce()
    {
        var api = await StartConsumingAsync();

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished, messageId: "the same");
        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished, messageId: "the same");
        await AcknowledgedAsync(api, "stored", 2);

        Assert.That(Fetches, Is.EqualTo((1, 1)));
    }

    [TestCase(Finished, "PROCESSING")]
    [TestCase(Failed, "FAILED")]
    public async Task AnyOther_OlderThanTheFinishedOneButLater_TakesNothingBack(string routingKey, string status)
    {
        var api = await StartConsumingAsync();
        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await AcknowledgedAsync(api, "stored");
        await api.GetFileAsync(SandboxFiles.WithoutTitle);
        await api.ScansEndedAsync();

        await Broker.PublishFileAsync(routingKey, SandboxFiles.Finished, status);
        await Broker.PublishFileAsync(routingKey, SandboxFiles.WithoutSegments, status);
        await AcknowledgedAsync(api, "learned", 2);

        Assert.That(await StoredNameAsync(api, SandboxFiles.Finished), Is.Not.Null);
        Assert.That((await api.GetFileAsync(SandboxFiles.WithoutSegments)).StatusCode, Is.EqualTo(HttpStatusCode.OK), "FINISHED is final");
    }

    [Test]
    public async Task Updated_StoredAndAnswered_IsAnsweredAnew()
    {
        var api = await StartConsumingAsync();
        await api.GetFileAsync(SandboxFiles.Finished);
        await api.GetFileAsync(SandboxFiles.Finished);
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { FileName = "second take.wav" });

        await Broker.PublishFileAsync(Updated, SandboxFiles.Finished);
        await AcknowledgedAsync(api, "stored");

        Assert.That(await StoredNameAsync(api, SandboxFiles.Finished), Is.EqualTo("second take.wav"));
    }

    [Test]
    public async Task Updated_AnswerKept_IsAnsweredAnew()
    {
        var api = await StartConsumingAsync(Cached);
        await api.GetFileAsync(SandboxFiles.Finished);
        await api.GetFileAsync(SandboxFiles.Finished);
        Assert.That(api.Metrics.Count("snackable.lookups", "store_hit"), Is.Zero, "the answer is kept");
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { FileName = "second take.wav" });

        await Broker.PublishFileAsync(Updated, SandboxFiles.Finished);
        await AcknowledgedAsync(api, "stored");

        Assert.That(await StoredNameAsync(api, SandboxFiles.Finished), Is.EqualTo("second take.wav"));
    }

    [Test]
    public async Task Updated_WhileAnOlderFetchRuns_FetchesAfterTheMessage()
    {
        var api = await StartConsumingAsync();
        ProcessingApi.Gate.Close(call => call.Kind is not CallKind.Page);
        var older = api.GetFileAsync(SandboxFiles.Finished);
        await ProcessingApi.Gate.WaitForAsync(2);

        await Broker.PublishFileAsync(Updated, SandboxFiles.Finished);
        await api.Metrics.WaitForAsync("snackable.ingestions", "joined", 1);
        ProcessingApi.Gate.Open();
        await AcknowledgedAsync(api, "stored");

        Assert.That((await older).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Fetches, Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Failed_KnownAsProcessing_IsToldWithoutACall()
    {
        var api = await StartConsumingAsync();
        await api.GetFileAsync(SandboxFiles.Processing);
        await api.ScansEndedAsync();
        ProcessingApi.Calls.Reset();

        await Broker.PublishFileAsync(Failed, SandboxFiles.Processing, "FAILED");
        await AcknowledgedAsync(api, "learned");

        var problem = await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Processing), HttpStatusCode.BadRequest, "file-not-finished");
        Assert.That((string?)problem["processingStatus"], Is.EqualTo("FAILED"));
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Failed_NotKnown_IsLookedForInTheListAndLearned()
    {
        ProcessingApi.Files.SetStatus(SandboxFiles.Processing, "FAILED");
        var api = await StartConsumingAsync(new Dictionary<string, string> { ["CATALOG_FRESH_SECONDS"] = "600" });

        await Broker.PublishFileAsync(Failed, SandboxFiles.Processing, "FAILED");
        await AcknowledgedAsync(api, "learned");
        await api.ScansEndedAsync();
        ProcessingApi.Calls.Reset();

        var problem = await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Processing), HttpStatusCode.BadRequest, "file-not-finished");
        Assert.That((string?)problem["processingStatus"], Is.EqualTo("FAILED"));
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Failed_OnNoList_GoesToTheDeadLetters()
    {
        await StartConsumingAsync();

        await Broker.PublishFileAsync(Failed, SandboxFiles.Unknown, "FAILED", messageId: "nobody's");

        Assert.That((await Broker.DeadLettersAsync(1)).Single().MessageId, Is.EqualTo("nobody's"));
    }
}
