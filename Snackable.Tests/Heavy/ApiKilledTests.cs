using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Heavy;

[Heavy]
public sealed class ApiKilledTests : ThousandMessages
{
    [Test]
    public async Task Api_KilledInTheMiddle_LosesNothingAndLeavesNothing()
    {
        await PublishAsync();
        await using var program = StartProgram(Settings(Broker.Address, Unhurried));
        await InTheMiddleAsync();

        await program.KillAsync();
        ProcessingApi.Gate.Open();

        await AssertAllDoneAsync(await StartConsumingAsync(Unhurried));
        Assert.That(Fetches.Details, Is.InRange(Announced.Count, Announced.Count + 16), "only what was in hand is fetched again");
    }
}
