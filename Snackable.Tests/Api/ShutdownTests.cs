using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api;

/// <summary>A process that is asked to end finishes what it has begun, and leaves the rest to the next one.</summary>
public sealed class ShutdownTests : MessageTests
{
    [Test]
    public async Task Stop_WithMessagesInHandAndInTheQueue_FinishesTheFormerAndLeavesTheLatter()
    {
        ProcessingApi.Gate.Close(call => call.Kind is CallKind.Details);
        var api = await StartConsumingAsync(new Dictionary<string, string> { ["EVENT_CONCURRENCY"] = "1" });
        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await Broker.PublishFileAsync(Finished, SandboxFiles.WithoutTitle);
        await ProcessingApi.Gate.WaitForAsync(1);

        var stop = api.StopAsync();
        Assert.That(() => api.Log.Entries.Select(entry => entry.Message), Has.Some.EqualTo("Taking no more messages; 1 are in hand").After(10_000, 25));
        Assert.That(stop.IsCompleted, Is.False, "a message is in hand");
        ProcessingApi.Gate.Open();
        await stop;

        Assert.That(api.Metrics.Count("snackable.messages", "stored"), Is.EqualTo(1));
        await Broker.WaitForCountAsync(Broker.Queue, 1);
        Assert.That(Fetches, Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Stop_WithAMessageThatTakesTooLong_GivesItUpWithinTheBound()
    {
        ProcessingApi.Gate.Close(call => call.Kind is CallKind.Details);
        var api = await StartConsumingAsync(new Dictionary<string, string>
        {
            ["UPSTREAM_DEADLINE_SECONDS"] = "60",
            ["UPSTREAM_ATTEMPT_TIMEOUT_SECONDS"] = "60",
            ["UPSTREAM_CIRCUIT_SAMPLING_SECONDS"] = "120",
        });
        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await ProcessingApi.Gate.WaitForAsync(1);

        await api.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        await Broker.WaitForCountAsync(Broker.Queue, 1);
        Assert.That(api.Metrics.Count("snackable.messages", "stored"), Is.Zero);
        Assert.That(api.Log.Entries.Select(entry => entry.Message), Has.Some.Contains("stays in the queue"));
    }
}
