using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Heavy;

[Heavy]
public sealed class ApiKilledTests : ThousandMessages
{
    [Test]
    public async Task Api_KilledInTheMiddle_LosesNothingAndLeavesNothing()
    {
        await PublishAsync();
        var settings = new Dictionary<string, string>(Patient)
        {
            ["urls"] = "http://127.0.0.1:0",
            ["PROCESSING_API_HOST"] = ProcessingApi.Address.ToString(),
            ["DB_CONNECTION_STRING"] = Store.ConnectionString,
        };
        await using var program = ProgramProcess.Start("Snackable.Api", settings);
        await InTheMiddleAsync();

        await program.KillAsync();
        ProcessingApi.Gate.Open();

        await AssertAllDoneAsync(await StartConsumingAsync(Patient));
        Assert.That(Fetches.Details, Is.InRange(Announced.Count, Announced.Count + 16), "only what was in hand is fetched again");
    }
}
