using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Storage;

/// <summary>What could not be stored when it was fetched is stored later.</summary>
public sealed class LateSavesTests
{
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);
    private readonly IFileStore _store = Substitute.For<IFileStore>();
    private readonly List<MediaFile> _saved = [];
    private readonly Lock _lock = new();
    private ServiceProvider _services = null!;
    private Func<MediaFile, CancellationToken, Task<SaveOutcome>> _save = (_, _) => throw new FileStoreException("The disk is full.");

    private StoredFiles Stored => _services.GetRequiredService<StoredFiles>();

    [SetUp]
    public void Compose()
    {
        _store.SaveAsync(default!, default).ReturnsForAnyArgs(async call =>
        {
            var outcome = await _save(call.Arg<MediaFile>(), call.Arg<CancellationToken>());
            lock (_lock)
                _saved.Add(call.Arg<MediaFile>());
            return outcome;
        });
        _services = ApplicationUnderTest.Compose(Substitute.For<IProcessingApi>(), _store, _clock);
    }

    [TearDown]
    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Test]
    public async Task Save_StoreFails_IsStoredLaterAndOlderAnswersAreForgotten()
    {
        MediaFile[] files = [MediaFiles.Finished(), MediaFiles.Finished(), MediaFiles.Finished()];
        foreach (var file in files)
            await FailsAsync(file);
        _services.GetRequiredService<IAnswerCache>().ClearReceivedCalls();

        _save = (_, _) => Task.FromResult(SaveOutcome.Replaced);

        await AreSavedAsync(files);
        foreach (var file in files)
            await _services.GetRequiredService<IAnswerCache>().Received(1).EvictAsync(file.FileId);
    }

    [Test]
    public async Task Save_StoreIsSlow_IsWaitedForTwoSecondsAndLongerWhereNobodyWaits()
    {
        var taken = new TaskCompletionSource<SaveOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var attempts = 0;
        _save = (_, token) =>
        {
            Interlocked.Increment(ref attempts);
            return taken.Task.WaitAsync(token);
        };
        var file = MediaFiles.Finished();
        var failure = FailsAsync(file);
        await Assert.ThatAsync(() => Task.FromResult(attempts), Is.EqualTo(1).After(30_000, 10));

        _clock.Advance(TimeSpan.FromSeconds(2));
        await failure;
        await Assert.ThatAsync(() => Task.FromResult(attempts), Is.EqualTo(2).After(30_000, 10));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.That(attempts, Is.EqualTo(2), "it is still waited for");
        taken.SetResult(SaveOutcome.Added);

        await AreSavedAsync(file);
    }

    [Test]
    public async Task Save_OneFileFailsForEver_StoresTheOthersAndNoOlderVersion()
    {
        var (bad, older) = (MediaFiles.Finished(), MediaFiles.Finished());
        var newer = older.With(fetchedAt: older.FetchedAt.AddSeconds(1));
        await FailsAsync(bad);
        await FailsAsync(newer);
        await FailsAsync(older);

        _save = (file, _) => file.FileId == bad.FileId ? throw new FileStoreException("No.") : Task.FromResult(SaveOutcome.Added);

        await AreSavedAsync(newer);
    }

    [Test]
    public async Task Save_StoreCanNeverTakeTheFile_IsNotTriedAgain()
    {
        var (attempts, file) = (0, MediaFiles.Finished());
        _save = (_, _) =>
        {
            Interlocked.Increment(ref attempts);
            throw new FileStoreException("It is too large.") { IsPermanent = true };
        };

        await FailsAsync(file);
        await DisposeAsync();

        Assert.That(attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task Save_ThereIsNoRoom_IsNotKept()
    {
        var half = new string('x', 20 * 1024 * 1024);
        var (large, more, small) = (WithText(half), WithText(half), MediaFiles.Finished());
        foreach (var file in new[] { large, more, small })
            await FailsAsync(file);
        Assert.That(
            _services.GetRequiredService<RecordedLog>().Entries.Select(entry => entry.Message),
            Has.One.EqualTo($"File {more.FileId} is not kept for a later save: too many wait for the store"));

        _save = (_, _) => Task.FromResult(SaveOutcome.Added);

        await AreSavedAsync(large, small);
    }

    private async Task FailsAsync(MediaFile file)
    {
        var failure = await Assert.ThrowsAsync<FileStoreException>(() => Stored.SaveAsync(file, isUpdate: false, CancellationToken.None));
        Assert.That(failure!.File, Is.SameAs(file));
    }

    // When it is tried again is the store's own affair: time goes on until it has.
    private Task AreSavedAsync(params MediaFile[] files) => Assert.ThatAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            lock (_lock)
                return Task.FromResult<IReadOnlyList<MediaFile>>([.. _saved]);
        },
        Is.EquivalentTo(files).After(30_000, 10));

    private static MediaFile WithText(string text)
    {
        var fileId = MediaFiles.NewId();
        return MediaFile.Merge(
            fileId, ProcessingStatus.Finished, MediaFiles.Finished(fileId).Details, [new Segment(1, fileId, text, 0, 1)], MediaFiles.Noon);
    }
}
