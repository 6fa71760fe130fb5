using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Tests.Sandbox;

public sealed class FaultTests : StandInFixture
{
    [Test]
    public async Task Fault_happens_as_often_as_it_was_asked_for()
    {
        StandIn.Faults.Add(call => call.Offset == 5, Fault.Status(503, TimeSpan.FromSeconds(2)), times: 2);

        var statuses = new List<HttpStatusCode>();
        foreach (var offset in new[] { 0, 5, 5, 5 })
        {
            using var response = await Client.GetAsync($"api/file/all?limit=5&offset={offset}");
            statuses.Add(response.StatusCode);
        }

        Assert.That(string.Join(' ', statuses.Select(status => (int)status)), Is.EqualTo("200 503 503 200"));
    }

    [Test]
    public async Task Status_fault_can_say_when_to_come_back()
    {
        using var response = await FaultyAsync(Fault.Status(429, TimeSpan.FromSeconds(2)));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task Malformed_fault_is_no_json()
    {
        using var response = await FaultyAsync(Fault.Malformed);

        Assert.That(async () => await response.Content.ReadFromJsonAsync<JsonElement>(), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public async Task Truncated_fault_breaks_off_in_the_body()
    {
        using var response = await FaultyAsync(Fault.Truncated);

        Assert.That(response.IsSuccessStatusCode, Is.True);
        Assert.That(async () => await response.Content.ReadAsByteArrayAsync(), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task Foreign_fault_tells_of_another_file()
    {
        StandIn.Faults.Add(_ => true, Fault.Foreign);

        foreach (var fileId in new[] { SandboxFiles.Finished, SandboxFiles.WithoutSegments })
        {
            var details = await GetAsync($"api/file/details/{fileId}");
            var segments = await GetAsync($"api/file/segments/{fileId}");
            Assert.That(details.GetProperty("fileId").GetGuid(), Is.Not.EqualTo(fileId));
            Assert.That(Ids(segments), Is.Not.Empty.And.None.EqualTo(fileId));
        }
    }

    [Test]
    public async Task Slow_fault_answers_rightly_after_the_delay()
    {
        StandIn.Faults.Add(_ => true, Fault.Slow(TimeSpan.FromMinutes(1)));
        var call = GetAsync("api/file/all");
        Assert.That(() => StandIn.Calls.Pages, Is.EqualTo(1).After(10_000, 10));

        Assert.That(call.IsCompleted, Is.False);
        Assert.That(
            () =>
            {
                Time.Advance(TimeSpan.FromMinutes(1));
                return call.IsCompleted;
            },
            Is.True.After(10_000, 10));
        Assert.That(Ids(await call), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Dribble_fault_sends_the_head_at_once_and_then_waits()
    {
        using var response = await FaultyAsync(Fault.Dribble(TimeSpan.FromMinutes(1)));
        var body = response.Content.ReadAsByteArrayAsync();

        Assert.That(response.Content.Headers.ContentLength, Is.GreaterThan(100));
        Assert.That(body.IsCompleted, Is.False);
    }

    [Test]
    public async Task Dribble_fault_ends_with_the_right_answer()
    {
        using var response = await FaultyAsync(Fault.Dribble(TimeSpan.Zero));

        var details = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(details.GetProperty("fileId").GetGuid(), Is.EqualTo(SandboxFiles.Finished));
    }

    [Test]
    public void Reset_fault_gives_no_answer() =>
        Assert.That(async () => await FaultyAsync(Fault.Reset), Throws.InstanceOf<HttpRequestException>());

    [Test]
    public async Task Redirect_fault_points_elsewhere()
    {
        using var response = await FaultyAsync(Fault.Redirect("http://elsewhere.example/"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(response.Headers.Location, Is.EqualTo(new Uri("http://elsewhere.example/")));
    }

    [Test]
    public async Task Body_fault_sends_the_body_that_was_given()
    {
        using var response = await FaultyAsync(Fault.Body("<p>über</p>", "text/html"));

        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("<p>über</p>"));
    }

    [TestCase("all")]
    [TestCase("details/4a551eec-7dac-46d2-8f17-b6972b864b34")]
    [TestCase("segments/4a551eec-7dac-46d2-8f17-b6972b864b34")]
    public async Task Oversized_fault_is_well_formed_and_larger_than_asked(string path)
    {
        StandIn.Faults.Add(_ => true, Fault.Oversized(1_000_000));

        var bytes = await Client.GetByteArrayAsync($"api/file/{path}");

        Assert.That(bytes, Has.Length.GreaterThan(1_000_000));
        Assert.That(() => JsonDocument.Parse(bytes).Dispose(), Throws.Nothing);
    }

    [Test]
    public async Task Random_faults_are_the_same_for_the_same_seed()
    {
        var outcomes = await OutcomesAsync(seed: 7);
        var again = await OutcomesAsync(seed: 7);
        var others = await OutcomesAsync(seed: 8);

        Assert.That(again, Is.EqualTo(outcomes));
        Assert.That(others, Is.Not.EqualTo(outcomes));
    }

    private static async Task<List<HttpStatusCode>> OutcomesAsync(int seed)
    {
        await using var standIn = await StandIn.StartAsync(new StandInOptions { FileCount = 1, ErrorRate = 0.5, Seed = seed });
        using var client = new HttpClient { BaseAddress = standIn.Address };
        var outcomes = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++)
        {
            using var response = await client.GetAsync("api/file/all");
            outcomes.Add(response.StatusCode);
        }

        Assert.That(outcomes.Distinct(), Is.EquivalentTo(new[] { HttpStatusCode.OK, HttpStatusCode.InternalServerError }));
        return outcomes;
    }

    private Task<HttpResponseMessage> FaultyAsync(Fault fault)
    {
        StandIn.Faults.Add(_ => true, fault);
        return Client.GetAsync($"api/file/details/{SandboxFiles.Finished}", HttpCompletionOption.ResponseHeadersRead);
    }
}
