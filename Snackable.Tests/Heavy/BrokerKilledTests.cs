using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Heavy;

[Heavy]
public sealed class BrokerKilledTests : ThousandMessages
{
    // The one that tests share is not to be harmed.
    private protected override Task<TestBroker> NewBrokerAsync() => StartServerAsync();

    [Test]
    public async Task Broker_KilledInTheMiddle_LosesNothingAndLeavesNothing()
    {
        await PublishAsync();
        var api = await StartConsumingAsync(Unhurried);
        await InTheMiddleAsync();

        await Server.KillAsync();
        ProcessingApi.Gate.Open();
        await DegradedAsync(api);
        await Server.RestartAsync();

        await HealthyAsync(api);
        await AssertAllDoneAsync(api);
        Assert.That(Fetches, Is.EqualTo((Announced.Count, Announced.Count)), "what was fetched is not fetched again");
    }
}
