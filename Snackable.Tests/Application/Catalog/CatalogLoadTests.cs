using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Snackable.Application.Catalog;
using Snackable.Application.Storage;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Catalog;

public sealed class CatalogLoadTests
{
    [Test]
    public async Task Dispose_WhileTheStoreIsRead_WaitsForIt()
    {
        var remembered = new TaskCompletionSource<IReadOnlyList<CatalogEntry>>();
        await using var services = ApplicationUnderTest.Compose(
            new ListedFiles(), Substitute.For<IFileStore>(), new FakeTimeProvider(MediaFiles.Noon));
        services.GetRequiredService<ICatalogStore>().LoadAsync(default).ReturnsForAnyArgs(remembered.Task);
        var catalog = services.GetRequiredService<CatalogEntries>();
        var load = catalog.LoadAsync(CancellationToken.None);

        var disposal = catalog.DisposeAsync().AsTask();
        Assert.That(disposal.IsCompleted, Is.False, "the store is disposed of next");
        remembered.SetResult([]);
        await disposal;

        Assert.That(load.IsCompleted, Is.True);
    }
}
