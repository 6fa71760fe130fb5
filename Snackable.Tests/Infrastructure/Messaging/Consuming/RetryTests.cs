using System.Text;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Messaging.Consuming;

/// <summary>Messages that may work later: they come back, at growing intervals, until they do.</summary>
public sealed class RetryTests : MessageTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Test]
    public async Task Message_UpstreamDown_ComesBackAfterGrowingDelaysUntilItIsUp()
    {
        await ProcessingApi.StopAsync();
        var api = await StartConsumingAsync();

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished, messageId: "retried", traceParent: TraceParent);
        await Broker.WaitForCountAsync(Broker.RetryQueues[1], 1);
        var waiting = (await Broker.PeekAsync(Broker.RetryQueues[1])).Single();

        Assert.That((waiting.MessageId, waiting.Persistent), Is.EqualTo(("retried", true)));
        Assert.That(waiting.Headers["snackable-attempt"], Is.EqualTo("2"));
        Assert.That(waiting.Headers["snackable-routing-key"], Is.EqualTo(Finished));
        Assert.That(waiting.Headers["snackable-reason"], Does.Contain("can't be reached"));
        Assert.That(waiting.Headers["traceparent"], Is.EqualTo(TraceParent));
        Assert.That(waiting.Headers, Does.Not.ContainKey("x-death"), "the broker's history would grow with each round");

        await ProcessingApi.RestartAsync();
        await AcknowledgedAsync(api, "stored");
        Assert.That(await StoredNameAsync(api, SandboxFiles.Finished), Is.EqualTo(NameOf(SandboxFiles.Finished)));
        Assert.That(api.Metrics.Count("snackable.messages", "retried"), Is.EqualTo(2));
    }

    // As we write it, and as a client does whose numbers are longer.
    [TestCase(1000)]
    [TestCase(1000L)]
    public async Task Message_UpstreamDownForHours_WaitsInTheLongestQueueAndIsNeverPutAside(object failures)
    {
        await ProcessingApi.StopAsync();
        var api = await StartConsumingAsync();

        await PublishFailedAsync(Updated, SandboxFiles.Finished, failures);
        await AcknowledgedAsync(api, "retried");

        var waiting = (await Broker.PeekAsync(Broker.RetryQueues[^1])).Single();
        Assert.That(waiting.Headers["snackable-attempt"], Is.EqualTo("1001"));
        Assert.That(waiting.Headers["snackable-routing-key"], Is.EqualTo(Updated));
        Assert.That(await Broker.CountAsync(Broker.DeadLetterQueue), Is.Zero);
    }

    [TestCase(int.MaxValue)]
    [TestCase(long.MaxValue)]
    [TestCase(int.MinValue)]
    [TestCase(long.MinValue)]
    [TestCase("many")]
    public async Task Message_AttemptThatIsNone_CountsAsTheFirst(object failures)
    {
        await ProcessingApi.StopAsync();
        var api = await StartConsumingAsync();

        await PublishFailedAsync(Updated, SandboxFiles.Finished, failures);
        await AcknowledgedAsync(api, "retried");
        await ProcessingApi.RestartAsync();
        await AcknowledgedAsync(api, "stored");

        Assert.That(api.Log.Entries.Select(entry => entry.Message), Has.Some.Contains("comes back later, after attempt 1:"));
        AssertConnectionKept(api);
    }

    [Test]
    public async Task Message_HeaderThatLeavesNoRoomForOurs_ComesBackWithoutIt()
    {
        // A broker's frame holds 128 KiB by default: so long, the header fits into it just so.
        var routingKey = new string('x', 130_970);
        await ProcessingApi.StopAsync();
        var api = await StartConsumingAsync();

        await PublishFailedAsync(routingKey, SandboxFiles.Finished, failures: 0L);
        await AcknowledgedAsync(api, "retried");
        await ProcessingApi.RestartAsync();
        await AcknowledgedAsync(api, "stored");

        AssertConnectionKept(api);
    }

    [Test]
    public async Task Message_IdThatIsNoText_ComesBackWithoutIt()
    {
        var messageId = Enumerable.Repeat((byte)0xFF, 200).ToArray();
        var body = Encoding.UTF8.GetBytes(TestBroker.BodyAbout(SandboxFiles.Finished));
        await ProcessingApi.StopAsync();
        var api = await StartConsumingAsync();

        await Broker.WithChannelAsync(async channel =>
        {
            await channel.BasicPublishAsync("", Broker.Queue, mandatory: true, new RawMessageId(messageId), body);
            return true;
        });
        await AcknowledgedAsync(api, "retried");
        await ProcessingApi.RestartAsync();
        await AcknowledgedAsync(api, "stored");

        AssertConnectionKept(api);
    }

    [Test]
    public async Task Message_UpdateWhileUpstreamIsDown_IsStillAnUpdateWhenItComesBack()
    {
        var api = await StartConsumingAsync();
        await api.GetFileAsync(SandboxFiles.Finished);
        await api.ScansEndedAsync();
        await ProcessingApi.StopAsync();
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { FileName = "second take.wav" });
        await Broker.PublishFileAsync(Updated, SandboxFiles.Finished);
        await AcknowledgedAsync(api, "retried");

        await ProcessingApi.RestartAsync();
        await AcknowledgedAsync(api, "stored");

        Assert.That(await StoredNameAsync(api, SandboxFiles.Finished), Is.EqualTo("second take.wav"));
    }

    [Test]
    public async Task Message_StoreAway_IsNotAcknowledgedBeforeTheFileIsStored()
    {
        using var store = new UnavailableStore();
        var api = await StartConsumingAsync(new Dictionary<string, string> { ["DB_CONNECTION_STRING"] = store.ConnectionString });

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await AcknowledgedAsync(api, "retried");
        Assert.That(Fetches, Is.EqualTo((0, 0)), "it would have been in vain");
        store.BringBack();
        await AcknowledgedAsync(api, "stored");

        Assert.That(await StoredNameAsync(api, SandboxFiles.Finished), Is.EqualTo(NameOf(SandboxFiles.Finished)));
    }

    [Test]
    public async Task Message_RetryQueueGone_IsNotAcknowledgedBeforeItIsSafeInAnother()
    {
        await ProcessingApi.StopAsync();
        var api = await StartConsumingAsync();
        await Broker.WithChannelAsync(channel => channel.QueueDeleteAsync(Broker.RetryQueues[0], ifUnused: false, ifEmpty: false));

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await AcknowledgedAsync(api, "retried");

        await ProcessingApi.RestartAsync();
        await AcknowledgedAsync(api, "stored");
        Assert.That(api.Log.Entries.Select(entry => entry.Message), Has.Some.Contains("could not be sent on"));
    }

    private static void AssertConnectionKept(ApiHost api) => Assert.That(
        api.Log.Entries.Where(entry => entry.Message.StartsWith("Consuming messages", StringComparison.Ordinal)).ToList(),
        Has.Count.EqualTo(1),
        "one connection did it all");
}
