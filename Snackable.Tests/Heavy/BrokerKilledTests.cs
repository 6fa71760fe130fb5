using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Heavy;

[Heavy]
public sealed class BrokerKilledTests : ThousandMessages
{
    private RabbitMqServer? _server;

    // The one that tests share is not to be killed.
    private protected override async Task<TestBroker> NewBrokerAsync()
    {
        _server = await RabbitMqServer.StartAsync();
        return new TestBroker(_server.Address);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Test]
    public async Task Broker_KilledInTheMiddle_LosesNothingAndLeavesNothing()
    {
        await PublishAsync();
        var api = await StartConsumingAsync(Patient);
        await InTheMiddleAsync();

        await _server!.KillAsync();
        ProcessingApi.Gate.Open();
        await DegradedAsync(api);
        await _server.RestartAsync();

        await HealthyAsync(api);
        await AssertAllDoneAsync(api);
        Assert.That(Fetches, Is.EqualTo((Announced.Count, Announced.Count)), "what was fetched is not fetched again");
    }
}
