using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Snackable.Application.Catalog;
using Snackable.Application.Catalog.Lookup;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Catalog;

/// <summary>What the catalog does with entries that the store refuses.</summary>
public sealed class CatalogSavingTests
{
    private readonly ListedFiles _list = new();
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);
    private readonly ConcurrentDictionary<FileId, CatalogEntry> _saved = new();
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _refuses = true;

    [Test]
    public async Task Save_StoreRefusesAtFirst_IsTriedAgainWithEveryEntry()
    {
        await using var services = Compose();
        await services.GetRequiredService<FileCatalog>().ScanAsync(CancellationToken.None);
        await _refused.Task;
        Assert.That(_saved, Is.Empty);

        _refuses = false;

        await Assert.ThatAsync(AdvanceAndCountAsync, Is.EqualTo(_list.Files.Count).After(30_000, 10));
        Assert.That(_saved.Keys, Is.EquivalentTo(_list.Files.Select(file => file.FileId)));
    }

    private ServiceProvider Compose()
    {
        _list.Set([.. Enumerable.Range(0, 23).Select(_ => (MediaFiles.NewId(), ProcessingStatus.Finished))]);
        var services = ApplicationUnderTest.Compose(_list, Substitute.For<IFileStore>(), _clock);
        services.GetRequiredService<ICatalogStore>().SaveAsync(default!, default).ReturnsForAnyArgs(call =>
        {
            if (_refuses)
            {
                _refused.TrySetResult();
                return Task.FromException(new FileStoreException("The disk is full."));
            }

            foreach (var entry in call.Arg<IReadOnlyCollection<CatalogEntry>>())
                _saved[entry.FileId] = entry;
            return Task.CompletedTask;
        });
        return services;
    }

    // When the catalog tries again is its own affair: time goes on until it has.
    private Task<int> AdvanceAndCountAsync()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(_saved.Count);
    }
}
