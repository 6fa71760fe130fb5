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
    private TaskCompletionSource _gate = Opened();
    private int _writes;
    private int _attempts;

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
    public async Task Save_StoreRefusesOnAndOn_IsTriedOnceInAWhileAndLoggedOnceUntilItSucceeds()
    {
        await using var services = Compose();
        await services.GetRequiredService<FileCatalog>().ScanAsync(CancellationToken.None);
        await Assert.ThatAsync(() => AdvanceAndCountAsync(() => _attempts), Is.GreaterThanOrEqualTo(3).After(30_000, 10));
        var elapsed = _clock.GetUtcNow() - MediaFiles.Noon;
        Assert.That(_attempts, Is.LessThanOrEqualTo(2 + (elapsed.TotalSeconds / 5)));

        _refuses = false;
        await Assert.ThatAsync(AdvanceAndCountAsync, Is.EqualTo(_list.Files.Count).After(30_000, 10));
        await services.GetRequiredService<CatalogEntries>().DisposeAsync();

        var messages = services.GetRequiredService<RecordedLog>().Entries.Select(entry => entry.Message).ToList();
        Assert.That(messages.Where(message => message.Contains("could not be stored", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1));
        Assert.That(messages.Where(message => message.Contains("is stored again", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Save_WhileAWriteIsUnderWay_WaitsForIt()
    {
        _refuses = false;
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var services = Compose();
        await services.GetRequiredService<FileCatalog>().ScanAsync(CancellationToken.None);
        await Assert.ThatAsync(() => Task.FromResult(_attempts), Is.EqualTo(1).After(30_000, 10));

        _list.Append();
        await ScanAsync(services);
        var disposal = services.GetRequiredService<CatalogEntries>().DisposeAsync().AsTask();
        await Task.Yield();
        Assert.That((_attempts, disposal.IsCompleted), Is.EqualTo((1, false)), "one at a time, and the store is disposed of next");
        _gate.SetResult();
        await disposal;

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
    public async Task Scan_StoreWasLost_IsFilledAgain()
    {
        _refuses = false;
        await using var services = Compose();
        await ScanAsync(services);
        await services.GetRequiredService<CatalogEntries>().DisposeAsync();
        _saved.Clear();

        await ScanAsync(services);
        await services.GetRequiredService<CatalogEntries>().DisposeAsync();

        Assert.That(_saved.Keys, Is.EquivalentTo(_list.Files.Select(file => file.FileId)));
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
        store.CountAsync(default).ReturnsForAnyArgs(_ => _saved.Count);
        store.RemoveAsync(default!, default).ReturnsForAnyArgs(call =>
        {
            foreach (var fileId in call.Arg<IReadOnlyCollection<FileId>>())
                _saved.TryRemove(fileId, out _);
            return Task.CompletedTask;
        });
        store.SaveAsync(default!, default).ReturnsForAnyArgs(call =>
        {
            Interlocked.Increment(ref _attempts);
            if (_refuses)
            {
                _refused.TrySetResult();
                return Task.FromException(new FileStoreException("The disk is full."));
            }

            foreach (var entry in call.Arg<IReadOnlyCollection<CatalogEntry>>())
                _saved[entry.FileId] = entry;
            Interlocked.Add(ref _writes, call.Arg<IReadOnlyCollection<CatalogEntry>>().Count);
            return _gate.Task;
        });
        return services;
    }

    // When the catalog tries again is its own affair: time goes on until it has.
    private Task<int> AdvanceAndCountAsync() => AdvanceAndCountAsync(() => _saved.Count);

    private Task<int> AdvanceAndCountAsync(Func<int> count)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(count());
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }
}
