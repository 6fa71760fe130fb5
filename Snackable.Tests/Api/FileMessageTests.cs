using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api;

/// <summary>What each kind of message brings about.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Mongo)]
public sealed class FileMessageTests(StoreKind kind) : MessageTests(kind)
{
    [Test]
    public async Task Finished_NotStored_StoresTheFileBeforeAnyoneAsks()
    {
        var api = await StartConsumingAsync();

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await AcknowledgedAsync(api, "stored");

        Assert.That(await StoredNameAsync(api, SandboxFiles.Finished), Is.EqualTo(NameOf(SandboxFiles.Finished)));
        Assert.That(Fetches, Is.EqualTo((1, 1)));
    }
}
