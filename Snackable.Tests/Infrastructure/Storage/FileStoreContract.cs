using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Tests.Builders;

namespace Snackable.Tests.Infrastructure.Storage;

/// <summary>What every file store promises, whatever it is made of.</summary>
public abstract class FileStoreContract
{
    private protected abstract IFileStore Store { get; }

    [Test]
    public async Task Find_NeverSaved_ReturnsNull() =>
        Assert.That(await Store.FindAsync(MediaFiles.NewId(), CancellationToken.None), Is.Null);

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(5000)]
    public async Task Find_Saved_ReturnsEveryMember(int segments)
    {
        var file = MediaFiles.Finished(segments: segments).With(fetchedAt: MediaFiles.Noon.AddTicks(1234567));

        Assert.That(await Store.SaveAsync(file, CancellationToken.None), Is.EqualTo(SaveOutcome.Added));

        await AssertStoredAsync(file);
    }

    [Test]
    public async Task Find_SavedWithoutLengthAndTitle_ReturnsThemAsNull()
    {
        var file = MediaFiles.Finished().With(details => details with { FileLength = null, SeriesTitle = null });

        await Store.SaveAsync(file, CancellationToken.None);

        await AssertStoredAsync(file);
    }

    [Test]
    public async Task Save_LaterFetch_ReplacesTheWholeFile()
    {
        var older = MediaFiles.Finished(segments: 10);
        var newer = MediaFiles.Finished(older.FileId, segments: 2)
            .With(MediaFiles.OtherDetails, fetchedAt: older.FetchedAt.AddTicks(1));
        await Store.SaveAsync(older, CancellationToken.None);

        Assert.That(await Store.SaveAsync(newer, CancellationToken.None), Is.EqualTo(SaveOutcome.Replaced));

        await AssertStoredAsync(newer);
    }

    [TestCase(0)]
    [TestCase(-1)]
    public async Task Save_FetchNotLaterThanTheStoredOne_KeepsTheStoredOne(int ticks)
    {
        var stored = MediaFiles.Finished();
        await Store.SaveAsync(stored, CancellationToken.None);

        var late = stored.With(details => details with { FileName = "late.wav" }, fetchedAt: stored.FetchedAt.AddTicks(ticks));
        var outcome = await Store.SaveAsync(late, CancellationToken.None);

        Assert.That(outcome, Is.EqualTo(SaveOutcome.Superseded));
        await AssertStoredAsync(stored);
    }

    [Test]
    public async Task Save_OneFileFromManySidesAtOnce_AddsItOnceAndKeepsTheLatest()
    {
        var file = MediaFiles.Finished();
        var versions = Enumerable.Range(0, 20).Select(number => file.With(fetchedAt: file.FetchedAt.AddSeconds(number))).ToList();

        var outcomes = await Task.WhenAll(versions.Select(version => Task.Run(() => Store.SaveAsync(version, CancellationToken.None))));

        Assert.That(outcomes.Count(outcome => outcome == SaveOutcome.Added), Is.EqualTo(1));
        await AssertStoredAsync(versions[^1]);
    }

    [Test]
    public async Task FilterStored_SomeStoredSomeNot_TellsThemApart()
    {
        var (stored, missing) = (MediaFiles.Finished(), MediaFiles.NewId());
        await Store.SaveAsync(stored, CancellationToken.None);

        Assert.That(await Store.FilterStoredAsync([missing, stored.FileId], CancellationToken.None), Is.EquivalentTo(new[] { stored.FileId }));
        Assert.That(await Store.FilterStoredAsync([], CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task Save_ManyFilesAtOnce_StoresEachOfThem()
    {
        var files = Enumerable.Range(0, 50).Select(_ => MediaFiles.Finished()).ToList();

        await Task.WhenAll(files.Select(file => Task.Run(() => Store.SaveAsync(file, CancellationToken.None))));

        foreach (var file in files)
            await AssertStoredAsync(file);
    }

    private protected async Task AssertStoredAsync(MediaFile expected) =>
        MediaFiles.AssertEqual(await Store.FindAsync(expected.FileId, CancellationToken.None), expected);
}
