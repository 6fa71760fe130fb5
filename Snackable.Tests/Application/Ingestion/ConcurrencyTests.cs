using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Snackable.Application.Ingestion;
using Snackable.Domain;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Ingestion;

/// <summary>Many callers at the same time: they share the work, and nobody who leaves harms the others.</summary>
public sealed class ConcurrencyTests : ApiTests
{
    [Test]
    public async Task Get_OneColdFileByManyAtOnce_IsFoundAndFetchedOnce()
    {
        var api = await StartApiAsync();
        ProcessingApi.Gate.Close();
        var callers = Enumerable.Range(0, 200).Select(_ => api.GetFileAsync(SandboxFiles.Finished)).ToList();
        await api.Metrics.WaitForAsync("snackable.ingestions", "joined", 199);

        ProcessingApi.Gate.Open();

        Assert.That((await Task.WhenAll(callers)).Select(response => response.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
        await api.ScansEndedAsync();
        Assert.That(ProcessingApi.Calls.All.Where(call => call.Kind is CallKind.Page).Select(call => call.Offset), Is.Unique);
        Assert.That((ProcessingApi.Calls.Details, ProcessingApi.Calls.Segments), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Get_ManyColdFilesByManyAtOnce_ReadsTheListOnceAndNoFileTwice()
    {
        ProcessingApi.Files.Replace(Enumerable.Range(0, 1000).Select(number => SandboxFiles.Create(number, "FINISHED", segments: 1)));
        var api = await StartApiAsync();

        var responses = await Task.WhenAll(ProcessingApi.Files.All.Where((_, place) => place % 2 == 0).Select(file => api.GetFileAsync(file.FileId)));

        Assert.That(responses.Select(response => response.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
        await api.ScansEndedAsync();
        Assert.That(ProcessingApi.Calls.Pages, Is.LessThanOrEqualTo(210));
        Assert.That((ProcessingApi.Calls.Details, ProcessingApi.Calls.Segments), Is.EqualTo((500, 500)));
    }

    [Test]
    public async Task Get_ColdFile_KeepsExactlyTheBoundOfPagesInFlight()
    {
        ProcessingApi.Files.Replace(Enumerable.Range(0, 1000).Select(number => SandboxFiles.Create(number, "FINISHED", segments: 1)));
        var api = await StartApiAsync(new Dictionary<string, string> { ["MAX_CONCURRENT_PAGES"] = "3" });
        ProcessingApi.Gate.Close(call => call.Offset >= 100);

        var response = api.GetFileAsync(SandboxFiles.Unknown);
        await ProcessingApi.Gate.WaitForAsync(3);
        ProcessingApi.Gate.Open();

        Assert.That((await response).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(ProcessingApi.Calls.MostPagesInFlight, Is.EqualTo(3));
    }

    [Test]
    public async Task Get_FileOnAPageThatIsRead_IsAnsweredWhileTheScanGoesOn()
    {
        var api = await StartApiAsync();
        ProcessingApi.Gate.Close(call => call is { Kind: CallKind.Page, Offset: >= 5 });

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        ProcessingApi.Gate.Open();
        await api.ScansEndedAsync();
    }

    [TestCase("the first")]
    [TestCase("some")]
    [TestCase("all")]
    public async Task Get_CallersLeave_TheOthersAreAnsweredAndTheWorkIsNotLost(string who)
    {
        var api = await StartApiAsync();
        ProcessingApi.Gate.Close();
        using var leaving = new CancellationTokenSource();
        var callers = new List<Task<HttpResponseMessage>>();
        for (var number = 0; number < 10; number++)
        {
            var leaves = who == "all" || (who == "some" && number % 2 == 0) || (who == "the first" && number == 0);
            callers.Add(api.GetFileAsync(SandboxFiles.Finished, leaves ? leaving.Token : CancellationToken.None));
            await api.Metrics.WaitForAsync("snackable.ingestions", "joined", number);
            await ProcessingApi.Gate.WaitForAsync(1);
        }

        await leaving.CancelAsync();
        ProcessingApi.Gate.Open();

        foreach (var caller in callers)
        {
            try
            {
                Assert.That((await caller).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            }
            catch (OperationCanceledException)
            {
                Assert.That(leaving.IsCancellationRequested, Is.True);
            }
        }

        await api.Metrics.WaitForAsync("snackable.ingestions", "stored", 1);
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((ProcessingApi.Calls.Details, ProcessingApi.Calls.Segments), Is.EqualTo((1, 1)));
        Assert.That(callers.Count(caller => caller.IsCanceled), Is.EqualTo(who switch { "all" => 10, "some" => 5, _ => 1 }));
    }

    [Test]
    public async Task Get_TheCallerThatStartedTheScanLeaves_OthersWhoWaitForOtherFilesAreAnswered()
    {
        var api = await StartApiAsync();
        ProcessingApi.Gate.Close();
        using var leaving = new CancellationTokenSource();
        var first = api.GetFileAsync(SandboxFiles.Finished, leaving.Token);
        await ProcessingApi.Gate.WaitForAsync(1);
        var second = api.GetFileAsync(SandboxFiles.WithoutTitle);
        await api.Metrics.WaitForAsync("snackable.scans", "joined", 1);

        await leaving.CancelAsync();
        ProcessingApi.Gate.Open();

        Assert.That((await second).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(() => first, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Get_OnePageBroken_FindsFilesOnTheOthersAndSaysNotFoundOfNone()
    {
        var api = await StartApiAsync();
        ProcessingApi.Faults.Add(call => call is { Kind: CallKind.Page, Offset: 10 }, Fault.Malformed);

        foreach (var file in ProcessingApi.Files.All.Where((file, place) => place is < 10 or >= 15 && file.ProcessingStatus == "FINISHED"))
            Assert.That((await api.GetFileAsync(file.FileId)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Unknown), HttpStatusCode.BadGateway, "processing-api-invalid");
    }

    [Test]
    public async Task Get_FailedScanWithManyWaiting_TellsAllOfThemAndNoneThatComesLater()
    {
        var api = await StartApiAsync();
        ProcessingApi.Gate.Close();
        ProcessingApi.Faults.Add(_ => true, Fault.Status(403));
        var callers = Enumerable.Range(0, 20).Select(_ => api.GetFileAsync(Guid.NewGuid())).ToList();
        await api.Metrics.WaitForAsync("snackable.scans", "joined", 19);

        ProcessingApi.Gate.Open();

        Assert.That((await Task.WhenAll(callers)).Select(response => response.StatusCode), Has.All.EqualTo(HttpStatusCode.BadGateway));
        ProcessingApi.Faults.Clear();
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Update_WishedForWhileAnOlderFetchRuns_FetchesAfterItAndItsResultStays()
    {
        var api = await StartApiAsync();
        var ingestion = api.Services.GetRequiredService<FileIngestion>();
        var fileId = new FileId(SandboxFiles.Finished);
        ProcessingApi.Gate.Close(call => call.Kind is not CallKind.Page);
        var older = api.GetFileAsync(SandboxFiles.Finished);
        await ProcessingApi.Gate.WaitForAsync(2);

        var updates = Enumerable.Range(0, 5).Select(_ => ingestion.UpdateAsync(fileId, CancellationToken.None)).ToList();
        ProcessingApi.Gate.Open();
        await older;
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { FileName = "second take.wav" });
        await Task.WhenAll(updates);
        var final = await ingestion.UpdateAsync(fileId, CancellationToken.None);

        Assert.That(final.Details.FileName, Is.EqualTo("second take.wav"));
        Assert.That((string?)(await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished)))["fileName"], Is.EqualTo("second take.wav"));
        Assert.That(ProcessingApi.Calls.Details, Is.InRange(3, 7), "the older fetch, one to five for the updates, the last");
    }

    [Test]
    public async Task Get_WhileAnUpdateRuns_SharesItsFetch()
    {
        var api = await StartApiAsync(Unhurried);
        ProcessingApi.Gate.Close(call => call.Kind is not CallKind.Page);
        var update = api.Services.GetRequiredService<FileIngestion>().UpdateAsync(new FileId(SandboxFiles.Finished), CancellationToken.None);
        await ProcessingApi.Gate.WaitForAsync(2);

        var response = api.GetFileAsync(SandboxFiles.Finished);
        await api.Metrics.WaitForAsync("snackable.ingestions", "joined", 1);
        ProcessingApi.Gate.Open();
        await update;

        Assert.That((await response).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((ProcessingApi.Calls.Details, ProcessingApi.Calls.Segments), Is.EqualTo((1, 1)));
    }
}
