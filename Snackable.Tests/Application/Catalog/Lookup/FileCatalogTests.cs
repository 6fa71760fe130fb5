using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Snackable.Application.Catalog;
using Snackable.Application.Catalog.Lookup;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Catalog.Lookup;

/// <summary>Interleavings that can't be had over HTTP: a list that changes, and pages that fail, at an exact moment.</summary>
public sealed class FileCatalogTests : IAsyncDisposable
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(6);

    private readonly ListedFiles _list = new();
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);
    private readonly WallClock _wall;
    private readonly ServiceProvider _services;

    public FileCatalogTests()
    {
        _wall = new WallClock(_clock);
        _services = ApplicationUnderTest.Compose(_list, Substitute.For<IFileStore>(), _wall);
    }

    private FileCatalog Catalog => _services.GetRequiredService<FileCatalog>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Test]
    public async Task Find_ScanShowsTheFileWhileItsOldPageIsRead_FindsIt()
    {
        var moved = MediaFiles.NewId();
        _list.Set([(moved, ProcessingStatus.Processing)]);
        await Catalog.ScanAsync(CancellationToken.None);
        _clock.Advance(Stale);
        _list.Set([.. Finished(5), (moved, ProcessingStatus.Processing)]);
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _list.BeforePage = (call, _) => call == 1 ? HoldAsync(reached, gate) : Task.CompletedTask;

        var find = FindAsync(moved);
        await reached.Task;
        await Catalog.ScanAsync(CancellationToken.None);
        gate.SetResult();

        Assert.That(await find, Is.Not.Null, "it was listed all the time");
    }

    [Test]
    public async Task Find_MachinesClockIsSetBackDuringAScan_StillFindsWhatIsAppendedLater()
    {
        _list.Set(Finished(2));
        _list.BeforePage = (call, _) =>
        {
            if (call == 1)
                _wall.SetBy = TimeSpan.FromHours(-1);
            return Task.CompletedTask;
        };
        await FindAsync(MediaFiles.NewId());
        _clock.Advance(TimeSpan.FromMinutes(50));
        _list.Append();

        Assert.That(await FindAsync(_list.Files[^1].FileId), Is.Not.Null);
    }

    [Test]
    public async Task Find_ManyStaleFilesOnManyPages_KeepsPageCallsWithinTheBound()
    {
        _list.Set([.. Enumerable.Range(0, 200).Select(_ => (MediaFiles.NewId(), ProcessingStatus.Processing))]);
        await Catalog.ScanAsync(CancellationToken.None);
        _clock.Advance(Stale);
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _list.BeforePage = (call, _) => call == 16 ? HoldAsync(reached, gate) : gate.Task;

        var finds = _list.Files.Select(file => FindAsync(file.FileId)).ToList();
        await reached.Task;
        gate.SetResult();
        await Task.WhenAll(finds);

        Assert.That(_list.MostInFlight, Is.EqualTo(16));
    }

    [Test]
    public async Task Find_FirstPageBroken_FindsFilesOnTheOthers()
    {
        _list.Set(Finished(15));
        _list.BeforePage = (_, offset) => offset == 0 ? Task.FromException(Broken()) : Task.CompletedTask;

        Assert.That(await FindAsync(_list.Files[12].FileId), Is.Not.Null);
    }

    [Test]
    public async Task Find_PageAtTheKnownEndBroken_FindsFilesElsewhere()
    {
        _list.Set(Finished(15));
        await Catalog.ScanAsync(CancellationToken.None);
        _clock.Advance(Stale);
        _list.Set([.. Finished(1), .. _list.Files.Select(file => (file.FileId, file.ProcessingStatus))]);
        _list.BeforePage = (_, offset) => offset == 15 ? Task.FromException(Broken()) : Task.CompletedTask;

        Assert.That(await FindAsync(_list.Files[0].FileId), Is.Not.Null);
    }

    [Test]
    public async Task Find_OnePageBrokenAndManyUnknownIds_CostsOneScanPerFreshnessWindow()
    {
        _list.Set(Finished(1000));
        _list.BeforePage = (_, offset) => offset == 500 ? Task.FromException(Broken()) : Task.CompletedTask;

        for (var ask = 0; ask < 20; ask++)
            Assert.That(() => FindAsync(MediaFiles.NewId()), Throws.TypeOf<ProcessingApiException>());

        Assert.That(_list.Calls, Is.LessThanOrEqualTo(201));
        _list.BeforePage = null;
        _clock.Advance(Stale);
        Assert.That(await FindAsync(_list.Files[500].FileId), Is.Not.Null);
    }

    [Test]
    public async Task Find_FileInsertedAtTheFrontAfterTheScansHaveBackedOff_IsFoundSinceTheEndHasMoved()
    {
        _list.Set(Finished(20));
        foreach (var seconds in new[] { 5, 10, 20, 40, 60, 6 })
        {
            await FindAsync(MediaFiles.NewId());
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        _list.Set([.. Finished(1), .. _list.Files.Select(file => (file.FileId, file.ProcessingStatus))]);

        Assert.That(await FindAsync(_list.Files[0].FileId), Is.Not.Null);
    }

    [Test]
    public async Task Find_StaleFileBehindAShortPage_CostsTwoPages()
    {
        _list.Set([.. Enumerable.Range(0, 200).Select(_ => (MediaFiles.NewId(), ProcessingStatus.Processing))]);
        _list.PageLength = offset => offset % 5 == 0 ? 3 : 5;
        await Catalog.ScanAsync(CancellationToken.None);
        _clock.Advance(Stale);
        var before = _list.Calls;

        Assert.That(await FindAsync(_list.Files[14].FileId), Is.Not.Null);
        Assert.That(_list.Calls - before, Is.EqualTo(2));
    }

    [Test]
    public async Task Scan_WishedForWhileAProbeRuns_CostsOneWholeScan()
    {
        _list.Set(Finished(500));
        await Catalog.ScanAsync(CancellationToken.None);
        _clock.Advance(Stale);
        await Catalog.ScanAsync(CancellationToken.None);
        _clock.Advance(Stale);
        var before = _list.Calls;
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _list.BeforePage = (call, _) => call == 1 ? HoldAsync(reached, gate) : Task.CompletedTask;
        var probe = FindAsync(MediaFiles.NewId());
        await reached.Task;

        var scan = Catalog.ScanAsync(CancellationToken.None);
        gate.SetResult();
        await Task.WhenAll(scan, probe);

        Assert.That(_list.Calls - before, Is.LessThanOrEqualTo(120));
    }

    private static (FileId, ProcessingStatus)[] Finished(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (MediaFiles.NewId(), ProcessingStatus.Finished))];

    private static ProcessingApiException Broken() => new(IngestionFailure.Invalid, "The page is broken.");

    private static Task HoldAsync(TaskCompletionSource reached, TaskCompletionSource gate)
    {
        reached.SetResult();
        return gate.Task;
    }

    private Task<CatalogEntry?> FindAsync(FileId fileId) => Catalog.FindAsync(fileId, CancellationToken.None);

    // The machine's clock, which somebody can set; time goes on evenly all the same.
    private sealed class WallClock(FakeTimeProvider time) : TimeProvider
    {
        public TimeSpan SetBy { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + SetBy;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime, period);
    }
}
