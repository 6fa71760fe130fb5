using System.Net;
using System.Text.Json.Nodes;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Files;

/// <summary>What frontends get for the files that there are, and for those that there are not.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Mongo)]
public sealed class GetFileTests(StoreKind kind) : ApiTests(kind)
{
    private static readonly Guid[] FinishedFiles =
    [
        SandboxFiles.Finished, SandboxFiles.WithoutSegments, SandboxFiles.WithThousandsOfSegments, SandboxFiles.WithoutTitle,
    ];

    [TestCaseSource(nameof(FinishedFiles))]
    public async Task Get_FinishedFile_AnswersTheMergeFirstFromUpstreamThenFromTheStore(Guid fileId)
    {
        var api = await StartApiAsync();
        var expected = Merge(ProcessingApi.Files.Find(fileId)!);

        var first = await api.GetFileAsync(fileId);
        await api.ScansEndedAsync();
        ProcessingApi.Calls.Reset();
        var second = await api.GetFileAsync(fileId);

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(first.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json; charset=utf-8"));
        var body = await first.Content.ReadAsStringAsync();
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(body), expected), Is.True, body);
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(body));
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Get_FinishedFile_AnswersExactlyTheContractsKeysInTheirOrder()
    {
        var api = await StartApiAsync();

        var file = await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished));

        Assert.That(
            file.Select(member => member.Key),
            Is.EqualTo(new[] { "fileId", "processingStatus", "fileName", "fileLength", "mp3Path", "originalFilepath", "seriesTitle", "segments" }));
        Assert.That(
            file["segments"]![0]!.AsObject().Select(member => member.Key),
            Is.EqualTo(new[] { "fileSegmentId", "fileId", "segmentText", "startTime", "endTime" }));
    }

    [Test]
    public async Task Get_FileWithoutLengthAndTitle_LeavesTheLengthOutAndKeepsTheTitleAsNull()
    {
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { FileLength = null, SeriesTitle = null });
        var api = await StartApiAsync();

        foreach (var source in new[] { "upstream", "store" })
        {
            var file = await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished));
            Assert.That(file.ContainsKey("fileLength"), Is.False, source);
            Assert.That(file.ContainsKey("seriesTitle"), Is.True, source);
            Assert.That(file["seriesTitle"], Is.Null, source);
        }
    }

    [Test]
    public async Task Get_StoredFileAfterARestart_CostsNoUpstreamCall()
    {
        var api = await StartApiAsync();
        await api.GetFileAsync(SandboxFiles.Finished);
        await api.ScansEndedAsync();
        ProcessingApi.Calls.Reset();

        var restarted = await StartApiAsync();
        var response = await restarted.GetFileAsync(SandboxFiles.Finished);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Get_IdInUpperCase_IsTheSameFile()
    {
        var api = await StartApiAsync();

        var file = await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished.ToString().ToUpperInvariant()));

        Assert.That((string?)file["fileId"], Is.EqualTo(SandboxFiles.Finished.ToString()));
    }

    [TestCase("PROCESSING")]
    [TestCase("FAILED")]
    [TestCase("QUEUED_FOR_REVIEW")]
    public async Task Get_FileThatIsNotFinished_Answers400WithItsStatus(string status)
    {
        ProcessingApi.Files.SetStatus(SandboxFiles.Finished, status);
        var api = await StartApiAsync();

        var response = await api.GetFileAsync(SandboxFiles.Finished);

        var problem = await AssertProblemAsync(response, HttpStatusCode.BadRequest, "file-not-finished");
        Assert.That((string?)problem["processingStatus"], Is.EqualTo(status));
        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(ProcessingApi.Calls.Details + ProcessingApi.Calls.Segments, Is.Zero);
    }

    [Test]
    public async Task Get_FileThatFinishedMeanwhile_Answers200()
    {
        var api = await StartApiAsync(new Dictionary<string, string> { ["CATALOG_FRESH_SECONDS"] = "0" });
        Assert.That((await api.GetFileAsync(SandboxFiles.Processing)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));

        ProcessingApi.Files.SetStatus(SandboxFiles.Processing, "FINISHED");

        Assert.That((await api.GetFileAsync(SandboxFiles.Processing)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("42")]
    [TestCase("4a551eec-7dac-46d2-8f17-b6972b864b3z")]
    [TestCase("4a551eec7dac46d28f17b6972b864b34")]
    [TestCase("%20")]
    public async Task Get_IdThatIsNoUuid_Answers400WithoutAskingAnyone(string fileId)
    {
        var api = await StartApiAsync();

        var response = await api.GetFileAsync(fileId);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        var problem = await ReadJsonAsync(response);
        Assert.That((string?)problem["type"], Does.EndWith("/invalid-file-id"));
        Assert.That((string?)problem["errors"]!["fileId"]![0], Does.Contain("UUID"));
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Get_IdInNoList_Answers404()
    {
        var api = await StartApiAsync();

        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Unknown), HttpStatusCode.NotFound, "file-not-found");
    }

    [Test]
    public async Task Get_EmptyList_Answers404()
    {
        ProcessingApi.Files.Replace([]);
        var api = await StartApiAsync();

        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Finished), HttpStatusCode.NotFound, "file-not-found");
    }

    [Test]
    public async Task Get_FilesAroundTheLastPage_FindsTheLastOfItAndNotTheFirstOfTheNext()
    {
        ProcessingApi.Files.Replace(Enumerable.Range(0, 1001).Select(number => SandboxFiles.Create(number, "FINISHED", segments: 1)));
        var files = ProcessingApi.Files.All;
        var api = await StartApiAsync();

        Assert.That((await api.GetFileAsync(files[999].FileId)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await AssertProblemAsync(await api.GetFileAsync(files[1000].FileId), HttpStatusCode.NotFound, "file-not-found");
    }

    [Test]
    public async Task Get_LimitInsideAShortPage_StillCountsPlacesOfTheList()
    {
        ProcessingApi.Files.PageOverride = offset => ProcessingApi.Files.All.Skip(offset).Take(3).ToList();
        var files = ProcessingApi.Files.All;
        files.ToList().ForEach(file => ProcessingApi.Files.SetStatus(file.FileId, "FINISHED"));
        var api = await StartApiAsync(new Dictionary<string, string> { ["MAX_PAGES"] = "4" });

        Assert.That((await api.GetFileAsync(files[19].FileId)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.GetFileAsync(files[20].FileId)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Get_UpstreamRepeatsTheSamePageForEver_EndsAtMaxPages()
    {
        var page = ProcessingApi.Files.All.Take(5).ToList();
        ProcessingApi.Files.PageOverride = _ => page;
        var api = await StartApiAsync(new Dictionary<string, string> { ["MAX_PAGES"] = "12" });

        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Unknown), HttpStatusCode.NotFound, "file-not-found");
        Assert.That(ProcessingApi.Calls.Pages, Is.EqualTo(12));
    }

    [Test]
    public async Task Get_ColdFile_AsksForDetailsAndSegmentsAtTheSameTime()
    {
        var api = await StartApiAsync();
        ProcessingApi.Gate.Close(call => call.Kind is not CallKind.Page);

        var response = api.GetFileAsync(SandboxFiles.Finished);
        await ProcessingApi.Gate.WaitForAsync(2);
        ProcessingApi.Gate.Open();

        Assert.That((await response).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_ListHoldsAnIdThatIsNoUuid_FindsTheFilesBehindIt()
    {
        ProcessingApi.Faults.Add(
            call => call is { Kind: CallKind.Page, Offset: 0 },
            Fault.Body($$"""[{"fileId":"not-a-uuid","processingStatus":"FINISHED"},{"fileId":"{{SandboxFiles.Finished}}","processingStatus":"FINISHED"}]"""));
        var api = await StartApiAsync();

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("1200.0", "application/json", 1200)]
    [TestCase("1.2e3", "application/json; charset=utf8", 1200)]
    [TestCase("1200", "text/plain", 1200)]
    public async Task Get_UpstreamWritesTheSameJsonInAnotherWay_ReadsItAllTheSame(string length, string contentType, long expected)
    {
        ProcessingApi.Faults.Add(
            call => call.Kind is CallKind.Details,
            Fault.Body(
                $$"""{"fileId":"{{SandboxFiles.Finished.ToString().ToUpperInvariant()}}","fileName":"ü","fileLength":{{length}},"mp3Path":"https://a.example/a","originalFilepath":"https://a.example/b","more":[1]}""",
                contentType));
        var api = await StartApiAsync();

        var file = await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished));

        Assert.That((long?)file["fileLength"], Is.EqualTo(expected));
        Assert.That((string?)file["fileName"], Is.EqualTo("ü"));
        Assert.That((string?)file["originalFilepath"], Is.EqualTo("https://a.example/b"));
    }

    private static JsonObject Merge(SandboxFile file) => new()
    {
        ["fileId"] = file.FileId.ToString(),
        ["processingStatus"] = file.ProcessingStatus,
        ["fileName"] = file.FileName,
        ["fileLength"] = file.FileLength,
        ["mp3Path"] = file.Mp3Path,
        ["originalFilepath"] = file.OriginalFilePath,
        ["seriesTitle"] = file.SeriesTitle,
        ["segments"] = new JsonArray([.. file.Segments.Select(segment => new JsonObject
        {
            ["fileSegmentId"] = segment.FileSegmentId,
            ["fileId"] = segment.FileId.ToString(),
            ["segmentText"] = segment.SegmentText,
            ["startTime"] = segment.StartTime,
            ["endTime"] = segment.EndTime,
        })]),
    };
}
