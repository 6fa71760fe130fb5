using System.Net;
using System.Text.Json;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Tests.Sandbox;

public sealed class StandInTests : StandInFixture
{
    [TestCase(0, 5, 5)]
    [TestCase(0, 100, 5)]
    [TestCase(0, 2, 2)]
    [TestCase(7, 5, 5)]
    [TestCase(21, 5, 2)]
    [TestCase(23, 5, 0)]
    [TestCase(int.MaxValue, 5, 0)]
    public async Task Page_holds_at_most_five_records_from_a_record_offset(int offset, int limit, int expected)
    {
        var page = await GetAsync($"api/file/all?limit={limit}&offset={offset}");

        Assert.That(Ids(page), Is.EqualTo(StandIn.Files.All.Skip(offset).Take(expected).Select(file => file.FileId)));
    }

    [TestCase("offset=-1&limit=5")]
    [TestCase("offset=0&limit=0")]
    [TestCase("offset=0&limit=-5")]
    [TestCase("offset=two&limit=5")]
    [TestCase("offset=0&limit=")]
    [TestCase("offset=99999999999&limit=5")]
    public async Task Page_with_a_bad_offset_or_limit_is_a_bad_request(string query)
    {
        using var response = await Client.GetAsync($"api/file/all?{query}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Page_override_serves_what_the_test_wants()
    {
        StandIn.Files.PageOverride = offset => offset == 5 ? [SandboxFiles.Create(5)] : null;

        Assert.That(Ids(await GetAsync("api/file/all?limit=5&offset=5")), Is.EqualTo(new[] { SandboxFiles.WithThousandsOfSegments }));
        Assert.That(Ids(await GetAsync("api/file/all?limit=5&offset=6")), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Details_have_the_members_of_the_processing_api()
    {
        var details = await GetAsync($"api/file/details/{SandboxFiles.Finished}");

        Assert.That(Members(details), Is.EqualTo("fileId fileName fileLength mp3Path originalFilePath seriesTitle"));
        Assert.That(details.GetProperty("fileId").GetString(), Is.EqualTo("4a551eec-7dac-46d2-8f17-b6972b864b34"));
    }

    [Test]
    public async Task Details_can_have_a_null_title()
    {
        var details = await GetAsync($"api/file/details/{SandboxFiles.WithoutTitle}");

        Assert.That(details.GetProperty("seriesTitle").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Segments_have_the_members_of_the_processing_api()
    {
        var segments = await GetAsync($"api/file/segments/{SandboxFiles.Finished}");

        Assert.That(Members(segments[0]), Is.EqualTo("fileSegmentId fileId segmentText startTime endTime"));
    }

    [Test]
    public async Task Segments_can_be_none_or_thousands()
    {
        Assert.That((await GetAsync($"api/file/segments/{SandboxFiles.WithoutSegments}")).GetArrayLength(), Is.Zero);
        Assert.That((await GetAsync($"api/file/segments/{SandboxFiles.WithThousandsOfSegments}")).GetArrayLength(), Is.GreaterThan(2000));
    }

    [Test]
    public async Task Text_is_sent_as_utf8()
    {
        StandIn.Files.Update(SandboxFiles.Finished, file => file with { SeriesTitle = "Ψωμί 🍞 \"ラーメン\"\n\\" });

        var json = await Client.GetStringAsync($"api/file/details/{SandboxFiles.Finished}");
        using var document = JsonDocument.Parse(json);

        Assert.That(json, Does.Contain("Ψωμί 🍞 \\\"ラーメン\\\""));
        Assert.That(document.RootElement.GetProperty("seriesTitle").GetString(), Is.EqualTo("Ψωμί 🍞 \"ラーメン\"\n\\"));
    }

    [Test]
    public async Task Unknown_or_malformed_id_is_not_found()
    {
        foreach (var path in new[] { $"details/{SandboxFiles.Unknown}", $"segments/{SandboxFiles.Unknown}", "details/x", "segments/x" })
        {
            using var response = await Client.GetAsync($"api/file/{path}");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
        }
    }

    [Test]
    public async Task File_that_is_not_finished_has_details_but_no_segments()
    {
        var details = await GetAsync($"api/file/details/{SandboxFiles.Processing}");
        var segments = await GetAsync($"api/file/segments/{SandboxFiles.Processing}");

        Assert.That(details.GetProperty("fileId").GetGuid(), Is.EqualTo(SandboxFiles.Processing));
        Assert.That(segments.GetArrayLength(), Is.Zero);
    }

    [Test]
    public void Processing_files_finish_one_after_another()
    {
        var changed = new List<Guid>();
        StandIn.Files.StatusChanged += file => changed.Add(file.FileId);

        Time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(changed, Is.Empty);

        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(changed, Is.EqualTo(new[] { SandboxFiles.FinishingSoon }));

        Time.Advance(TimeSpan.FromHours(1));
        Assert.That(
            StandIn.Files.All.Where(file => file.ProcessingStatus == SandboxStatus.Processing).Select(file => file.FileId),
            Is.EqualTo(new[] { SandboxFiles.Processing }));
    }

    [Test]
    public async Task Calls_are_counted_and_remembered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/file/all?limit=5&offset=10");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await Client.SendAsync(request);
        await GetAsync($"api/file/details/{SandboxFiles.Finished}");
        await GetAsync($"api/file/segments/{SandboxFiles.Finished}");

        var calls = StandIn.Calls;
        Assert.That((calls.Pages, calls.Details, calls.Segments, calls.Total, calls.MostPagesInFlight), Is.EqualTo((1, 1, 1, 3, 1)));
        Assert.That(calls.All[0], Is.EqualTo(new Call(CallKind.Page, 10, null)
        {
            Limit = 5,
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        }));
        Assert.That((await GetAsync("sandbox/calls")).GetProperty("total").GetInt32(), Is.EqualTo(3));

        calls.Reset();
        Assert.That((calls.Total, calls.All.Count), Is.EqualTo((0, 0)));
    }

    private static string Members(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(member => member.Name));
}
