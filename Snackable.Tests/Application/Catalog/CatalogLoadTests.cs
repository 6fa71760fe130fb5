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

/// <summary>What the catalog does while the store can't be read, and with what it then says.</summary>
public sealed class CatalogLoadTests
{
    private readonly ListedFiles _list = new();
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);
    private readonly TaskCompletionSource<IReadOnlyList<CatalogEntry>> _read = new();

    [Test]
    public async Task Dispose_WhileTheStoreIsRead_WaitsForIt()
    {
        await using var services = Compose(_ => _read.Task);
        var catalog = services.GetRequiredService<CatalogEntries>();
        var load = catalog.LoadAsync(CancellationToken.None);
        await ReadIsAskedForAsync(services);

        var disposal = catalog.DisposeAsync().AsTask();
        await Task.Yield();
        Assert.That(disposal.IsCompleted, Is.False, "the store is disposed of next");
        _read.SetResult([]);
        await disposal;

        Assert.That(load.IsCompleted, Is.True);
    }

    [Test]
    public async Task Load_StoreFailsAtFirst_IsReadLater()
    {
        var attempts = 0;
        var stored = Stored(ProcessingStatus.Finished);
        await using var services = Compose(_ => Interlocked.Increment(ref attempts) < 3
            ? Task.FromException<IReadOnlyList<CatalogEntry>>(new FileStoreException("The store is unavailable."))
            : Task.FromResult<IReadOnlyList<CatalogEntry>>([stored]));
        var catalog = services.GetRequiredService<CatalogEntries>();

        await catalog.LoadAsync(CancellationToken.None);
        Assert.That(catalog.Find(stored.FileId), Is.Null);

        await Assert.ThatAsync(() => AdvanceAndFindAsync(catalog, stored.FileId), Is.EqualTo(stored).After(30_000, 10));
        Assert.That(attempts, Is.EqualTo(3));
    }

    [Test]
    public async Task Load_StoreTakesLong_IsWaitedForTwoSecondsAndReadLater()
    {
        var stored = Stored(ProcessingStatus.Finished);
        await using var services = Compose(_ => _read.Task);
        var catalog = services.GetRequiredService<CatalogEntries>();

        var load = catalog.LoadAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        await Task.Yield();
        Assert.That(load.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await load;

        _read.SetResult([stored]);
        await Assert.ThatAsync(() => AdvanceAndFindAsync(catalog, stored.FileId), Is.EqualTo(stored).After(30_000, 10));
    }

    [Test]
    public async Task Load_StoreIsReadLate_KnowsWhatIsFinalAndBringsNothingBackThatWasForgottenMeanwhile()
    {
        var (seen, forgotten, other) = (Stored(ProcessingStatus.Finished), Stored(ProcessingStatus.Finished), Stored(ProcessingStatus.Finished));
        _list.Set([(seen.FileId, ProcessingStatus.Processing), (forgotten.FileId, ProcessingStatus.Processing)]);
        await using var services = Compose(_ => _read.Task);
        var catalog = services.GetRequiredService<CatalogEntries>();
        await LoadInVainAsync(catalog);
        await services.GetRequiredService<FileCatalog>().ScanAsync(CancellationToken.None);
        catalog.Forget(forgotten.FileId);

        _read.SetResult([seen, forgotten, other]);

        await Assert.ThatAsync(() => AdvanceAndFindAsync(catalog, other.FileId), Is.EqualTo(other).After(30_000, 10));
        Assert.That(catalog.Find(seen.FileId), Is.EqualTo(seen with { SeenAt = catalog.Find(seen.FileId)!.SeenAt }), "FINISHED is final");
        Assert.That(catalog.Find(seen.FileId)!.SeenAt, Is.GreaterThan(seen.SeenAt));
        Assert.That(catalog.Find(forgotten.FileId), Is.Null);
    }

    [Test]
    public async Task Load_StoreIsReadLate_BringsNothingBackThatTwoScansDidNotShow()
    {
        var (gone, late) = (Stored(ProcessingStatus.Finished), Stored(ProcessingStatus.Finished) with { SeenAt = MediaFiles.Noon.AddSeconds(90) });
        _list.Set([(MediaFiles.NewId(), ProcessingStatus.Finished)]);
        await using var services = Compose(_ => _read.Task);
        var catalog = services.GetRequiredService<CatalogEntries>();
        await LoadInVainAsync(catalog);
        for (var scan = 0; scan < 2; scan++)
        {
            _clock.Advance(TimeSpan.FromSeconds(60));
            await services.GetRequiredService<FileCatalog>().ScanAsync(CancellationToken.None);
        }

        _read.SetResult([gone, late]);

        await Assert.ThatAsync(() => AdvanceAndFindAsync(catalog, late.FileId), Is.EqualTo(late).After(30_000, 10));
        Assert.That(catalog.Find(gone.FileId), Is.Null);
    }

    [Test]
    public async Task Load_EntriesOfAnEarlierProcess_AreNeverFreshAndKeptAsFarAsTheyCount()
    {
        var (ahead, last, beyond) = (
            Stored(ProcessingStatus.Processing) with { SeenAt = MediaFiles.Noon.AddHours(1) },
            Stored(ProcessingStatus.Finished) with { Offset = 9 },
            Stored(ProcessingStatus.Finished) with { Offset = 10 });
        await using var services = Compose(_ => Task.FromResult<IReadOnlyList<CatalogEntry>>([ahead, last, beyond]), options => options.MaxPages = 2);
        var catalog = services.GetRequiredService<CatalogEntries>();

        await catalog.LoadAsync(CancellationToken.None);

        Assert.That(catalog.All.Select(entry => entry.FileId), Is.EquivalentTo(new[] { ahead.FileId, last.FileId }));
        Assert.That(catalog.Find(ahead.FileId)!.SeenAt, Is.EqualTo(catalog.FreshSince));
        Assert.That(catalog.RememberedEnd, Is.EqualTo(10));
    }

    [Test]
    public async Task Load_StoreFailsOnAndOn_IsReadOnceInAWhileAndLoggedOnce()
    {
        var attempts = 0;
        await using var services = Compose(_ =>
        {
            Interlocked.Increment(ref attempts);
            return Task.FromException<IReadOnlyList<CatalogEntry>>(new FileStoreException("The store is unavailable."));
        });
        var catalog = services.GetRequiredService<CatalogEntries>();
        for (var caller = 0; caller < 3; caller++)
            await catalog.LoadAsync(CancellationToken.None);
        Assert.That(attempts, Is.EqualTo(1), "callers share an attempt");

        await Assert.ThatAsync(() => Task.FromResult(AdvanceAndCount(ref attempts)), Is.GreaterThanOrEqualTo(3).After(30_000, 10));

        var (log, elapsed) = (services.GetRequiredService<RecordedLog>(), _clock.GetUtcNow() - MediaFiles.Noon);
        Assert.That(log.Entries.Where(entry => entry.Message.Contains("can't be read", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1));
        Assert.That(attempts, Is.LessThanOrEqualTo(1 + (elapsed.TotalSeconds / 5)));
    }

    private int AdvanceAndCount(ref int attempts)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        return Volatile.Read(ref attempts);
    }

    private ServiceProvider Compose(Func<NSubstitute.Core.CallInfo, Task<IReadOnlyList<CatalogEntry>>> load, Action<CatalogOptions>? configure = null)
    {
        var services = ApplicationUnderTest.Compose(_list, Substitute.For<IFileStore>(), _clock, configure);
        services.GetRequiredService<ICatalogStore>().LoadAsync(default).ReturnsForAnyArgs(load);
        return services;
    }

    private async Task LoadInVainAsync(CatalogEntries catalog)
    {
        var load = catalog.LoadAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await load;
    }

    private static async Task ReadIsAskedForAsync(IServiceProvider services) => await Assert.ThatAsync(
        () => Task.FromResult(services.GetRequiredService<ICatalogStore>().ReceivedCalls().Count()), Is.EqualTo(1).After(30_000, 10));

    // When the store is read again is the catalog's own affair: time goes on until it is.
    private Task<CatalogEntry?> AdvanceAndFindAsync(CatalogEntries catalog, FileId fileId)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        return Task.FromResult(catalog.Find(fileId));
    }

    private static CatalogEntry Stored(ProcessingStatus status) => new(MediaFiles.NewId(), status, 0, MediaFiles.Noon.AddHours(-1));
}
