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

/// <summary>What the catalog writes into the store, and what it does with entries that the store refuses.</summary>
public sealed class CatalogSavingTests
{
    private readonly ListedFiles _list = new();
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);
    private readonly ConcurrentDictionary<FileId, CatalogEntry> _saved = new();
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _refuses = true;
    private int _writes;

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

    [Test]
    public async Task Scan_ListAsItWas_WritesNothing()
    {
        _refuses = false;
        await using var services = Compose();
        await ScanAsync(services);
        await services.GetRequiredService<CatalogEntries>().DisposeAsync();
        Assert.That(_writes, Is.EqualTo(_list.Files.Count));

        await ScanAsync(services);
        var moved = _list.Files[^1].FileId;
        _list.Set([.. Listed().SkipLast(1), (MediaFiles.NewId(), ProcessingStatus.Finished), (moved, ProcessingStatus.Finished)]);
        await ScanAsync(services);
        await services.GetRequiredService<CatalogEntries>().DisposeAsync();

        Assert.That(_writes, Is.EqualTo(_list.Files.Count - 1 + 2), "the one that is new, and the one that moved");
        Assert.That(_saved[moved].Offset, Is.EqualTo(_list.Files.Count - 1));
    }

    [Test]
    public async Task Scan_FileThatIsGone_IsRemovedFromTheStore()
    {
        _refuses = false;
        await using var services = Compose();
        await ScanAsync(services);
        var gone = _list.Files[0].FileId;
        _list.Set([.. Listed().Skip(1)]);

        for (var scan = 0; scan < 2; scan++)
            await ScanAsync(services);
        await services.GetRequiredService<CatalogEntries>().DisposeAsync();

        Assert.That(_saved.Keys, Is.EquivalentTo(_list.Files.Select(file => file.FileId)));
        Assert.That(_saved, Does.Not.ContainKey(gone));
    }

    private IEnumerable<(FileId FileId, ProcessingStatus Status)> Listed() =>
        _list.Files.Select(file => (file.FileId, file.ProcessingStatus));

    private async Task ScanAsync(IServiceProvider services)
    {
        _clock.Advance(TimeSpan.FromSeconds(10));
        await services.GetRequiredService<FileCatalog>().ScanAsync(CancellationToken.None);
    }

    private ServiceProvider Compose()
    {
        _list.Set([.. Enumerable.Range(0, 23).Select(_ => (MediaFiles.NewId(), ProcessingStatus.Finished))]);
        var services = ApplicationUnderTest.Compose(_list, Substitute.For<IFileStore>(), _clock);
        var store = services.GetRequiredService<ICatalogStore>();
        store.RemoveAsync(default!, default).ReturnsForAnyArgs(call =>
        {
            foreach (var fileId in call.Arg<IReadOnlyCollection<FileId>>())
                _saved.TryRemove(fileId, out _);
            return Task.CompletedTask;
        });
        store.SaveAsync(default!, default).ReturnsForAnyArgs(call =>
        {
            if (_refuses)
            {
                _refused.TrySetResult();
                return Task.FromException(new FileStoreException("The disk is full."));
            }

            foreach (var entry in call.Arg<IReadOnlyCollection<CatalogEntry>>())
                _saved[entry.FileId] = entry;
            Interlocked.Add(ref _writes, call.Arg<IReadOnlyCollection<CatalogEntry>>().Count);
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
