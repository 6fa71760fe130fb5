using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Messaging.Replicas;

/// <summary>Several processes on one store and one broker.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Mongo)]
public sealed class ReplicaTests(StoreKind kind) : MessageTests(kind)
{
    [Test]
    public async Task Updated_AnsweredByTwoReplicas_IsAnsweredAnewByBoth()
    {
        var replicas = new[] { await StartConsumingAsync(Cached), await StartConsumingAsync(Cached) };
        foreach (var replica in replicas)
            await replica.GetFileAsync(SandboxFiles.Finished);
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { FileName = "second take.wav" });

        await Broker.PublishFileAsync(Updated, SandboxFiles.Finished);
        foreach (var replica in replicas)
            await replica.Metrics.WaitForAsync("snackable.announcements", "received", 1);

        foreach (var replica in replicas)
            Assert.That(await StoredNameAsync(replica, SandboxFiles.Finished), Is.EqualTo("second take.wav"));
        Assert.That(Fetches, Is.EqualTo((2, 2)), "for the first answer and for the update");
    }

    [Test]
    public async Task Updated_WhileAReplicaHasNoBroker_IsAnsweredAnewByItOnceItIsBack()
    {
        var cutOff = await StartBehindProxyAsync(settings: Cached);
        await HealthyAsync(cutOff);
        await cutOff.GetFileAsync(SandboxFiles.Finished);
        Proxy.Cut();
        await DegradedAsync(cutOff);
        var other = await StartConsumingAsync();
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { FileName = "second take.wav" });
        await Broker.PublishFileAsync(Updated, SandboxFiles.Finished);
        await AcknowledgedAsync(other, "stored");

        Proxy.Open();
        await HealthyAsync(cutOff);

        Assert.That(await StoredNameAsync(cutOff, SandboxFiles.Finished), Is.EqualTo("second take.wav"));
    }

    [Test]
    public async Task Finished_TwoReplicasSideBySide_EachFileIsFetchedOnce()
    {
        var (one, other) = (await StartConsumingAsync(), await StartConsumingAsync());
        var files = ProcessingApi.Files.All.Where(file => file.ProcessingStatus == "FINISHED").ToList();

        await Task.WhenAll(files.Select(file => Broker.PublishFileAsync(Finished, file.FileId)));
        await Assert.ThatAsync(
            () => Task.FromResult(one.Metrics.Count("snackable.messages", "stored") + other.Metrics.Count("snackable.messages", "stored")),
            Is.EqualTo(files.Count).After(30_000, 25));

        Assert.That(Fetches, Is.EqualTo((files.Count, files.Count)));
        foreach (var file in files)
            Assert.That(await StoredNameAsync(one, file.FileId), Is.EqualTo(file.FileName));
    }

    [Test]
    public async Task Finished_SameMessageToTwoReplicas_LeavesOneWholeFile()
    {
        ProcessingApi.Gate.Close(call => call.Kind is CallKind.Details);
        var one = new Dictionary<string, string> { ["EVENT_CONCURRENCY"] = "1" };
        var (first, second) = (await StartConsumingAsync(one), await StartConsumingAsync(one));

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await ProcessingApi.Gate.WaitForAsync(2);
        ProcessingApi.Gate.Open();
        await AcknowledgedAsync(first, "stored");
        await AcknowledgedAsync(second, "stored");

        Assert.That(await StoredNameAsync(first, SandboxFiles.Finished), Is.EqualTo(NameOf(SandboxFiles.Finished)));
    }
}
