using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Snackable.Application.Storage;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Ingestion;

/// <summary>Updates of files that several processes have answered, and keep the answers of, while the store never held them.</summary>
public sealed class UnstoredUpdateTests : MessageTests
{
    [Test]
    public async Task Updated_AnsweredByTwoReplicasWhileTheStoreWasUnavailable_IsAnsweredAnewByBoth()
    {
        using var store = new UnavailableStore();
        var settings = new Dictionary<string, string>(Cached) { ["DB_CONNECTION_STRING"] = store.ConnectionString };
        var replicas = new[] { await StartConsumingAsync(settings), await StartConsumingAsync(settings) };
        await KeepAnswersAsync(replicas);
        store.BringBack();

        await UpdateAsync(replicas, "stored");

        foreach (var replica in replicas)
            Assert.That(await StoredNameAsync(replica, SandboxFiles.Finished), Is.EqualTo("second take.wav"));
    }

    [Test]
    public async Task Updated_FileTheStoreCanNeverTake_IsAnsweredAnewByBothReplicas()
    {
        var store = Substitute.For<IFileStore>();
        store.SaveAsync(default!, default).ThrowsAsyncForAnyArgs(new FileStoreException("It is too large.") { IsPermanent = true });
        var replicas = new[] { await StartAsync(), await StartAsync() };
        await KeepAnswersAsync(replicas);

        await UpdateAsync(replicas, "dead_lettered");

        foreach (var replica in replicas)
            Assert.That((string?)(await ReadJsonAsync(await replica.GetFileAsync(SandboxFiles.Finished)))["fileName"], Is.EqualTo("second take.wav"));

        async Task<ApiHost> StartAsync()
        {
            var api = await StartApiAsync(Settings(Broker.Address, Cached), services => services.AddSingleton(store));
            await HealthyAsync(api);
            return api;
        }
    }

    private async Task KeepAnswersAsync(ApiHost[] replicas)
    {
        foreach (var replica in replicas)
        {
            await replica.GetFileAsync(SandboxFiles.Finished);
            await replica.GetFileAsync(SandboxFiles.Finished);
        }

        Assert.That(Fetches, Is.EqualTo((replicas.Length, replicas.Length)), "each keeps an answer of its own");
    }

    private async Task UpdateAsync(ApiHost[] replicas, string outcome)
    {
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { FileName = "second take.wav" });
        await Broker.PublishFileAsync(Updated, SandboxFiles.Finished);
        await await Task.WhenAny(replicas.Select(replica => AcknowledgedAsync(replica, outcome)));
        foreach (var replica in replicas)
            await replica.Metrics.WaitForAsync("snackable.announcements", "received", 1);
        Assert.That(replicas.Sum(replica => replica.Metrics.Count("snackable.announcements", "published")), Is.EqualTo(1));
    }
}
