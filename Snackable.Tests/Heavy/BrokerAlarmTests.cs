using Microsoft.Extensions.DependencyInjection;
using Snackable.Application.Ingestion;
using Snackable.Domain;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Heavy;

/// <summary>
/// A broker that runs out of memory reads nothing more from connections that publish. It gets its memory back from those who consume.
/// </summary>
[Heavy]
public sealed class BrokerAlarmTests : MessageTests
{
    // More than are in hand at the same time: the broker hands over the rest only if it hears of what is done.
    private const int Messages = 64;

    // The one that tests share is not to be harmed.
    private protected override Task<TestBroker> NewBrokerAsync() => StartServerAsync();

    [Test]
    public async Task Broker_OutOfMemory_SaysSoConsumesOnAndGetsTheDeadLetterAfterwards()
    {
        var files = Enumerable.Range(0, Messages).Select(number => SandboxFiles.Create(100 + number, SandboxStatus.Finished, 20)).ToList();
        var ids = files.Select(file => file.FileId).ToHashSet();
        ProcessingApi.Files.Replace([.. files, ProcessingApi.Files.Find(SandboxFiles.Finished)!]);
        ProcessingApi.Gate.Close(call => call.FileId is { } fileId && ids.Contains(fileId));
        var api = await StartConsumingAsync(Unhurried);
        await api.GetFileAsync(SandboxFiles.Finished);
        foreach (var fileId in ids)
            await Broker.PublishFileAsync(Finished, fileId);
        await Broker.PublishAsync(Finished, "poison");

        await Server.RunOutOfMemoryAsync();
        await api.Services.GetRequiredService<FileIngestion>().UpdateAsync(new FileId(SandboxFiles.Finished), CancellationToken.None);

        await DegradedAsync(api);
        Assert.That((await BrokerHealthAsync(api)).Reason, Is.EqualTo("The broker takes no messages for now: low on memory."));
        ProcessingApi.Gate.Open();
        await AcknowledgedAsync(api, "stored", Messages);
        Assert.That(api.Metrics.Count("snackable.messages", "dead_lettered"), Is.Zero, "it is safe nowhere else");
        await Server.HaveMemoryAsync();
        await HealthyAsync(api);
        await AcknowledgedAsync(api, "dead_lettered");
        Assert.That(await Broker.DeadLettersAsync(1), Has.Count.EqualTo(1));
    }
}
