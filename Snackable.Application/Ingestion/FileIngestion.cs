using Snackable.Application.Catalog;
using Snackable.Application.Catalog.Lookup;
using Snackable.Application.Concurrency;
using Snackable.Application.Diagnostics;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Application.Ingestion;

/// <summary>
/// Brings files in from the processing API: find the file in the list, fetch its parts, merge them, store the result. Everybody who
/// wants the same file at the same time shares one ingestion.
/// </summary>
public sealed class FileIngestion(
    FileCatalog catalog,
    IProcessingApi processingApi,
    StoredFiles stored,
    UpstreamDeadline deadline,
    WaitingCalls waiting,
    FileMetrics metrics,
    TimeProvider clock)
    : IAsyncDisposable
{
    // The first look may meet a catalog entry that is no longer true; the second look is at the list as it is now.
    private const int Looks = 2;

    private readonly SharedWork<(FileId FileId, bool IsUpdate), MediaFile> _work = new();
    private readonly FailureMemory _failures = new(clock);

    /// <summary>Gets a file that the store does not have, and stores it.</summary>
    /// <returns>The file, merged from all its parts.</returns>
    /// <exception cref="IngestionException">There is no such file, it can't be had, or it could not be stored.</exception>
    public Task<MediaFile> IngestAsync(FileId fileId, CancellationToken cancellationToken)
    {
        // Nothing begins for a caller who has left.
        cancellationToken.ThrowIfCancellationRequested();

        // An update in flight will do: it fetches what an ingestion would.
        var ingestion = TryJoin(fileId, isUpdate: true) ?? JoinOrStart(fileId, isUpdate: false);
        return WaitForAsync(ingestion, cancellationToken);
    }

    /// <summary>Gets a file anew, stored or not, by a fetch that begins after this call, and stores it.</summary>
    /// <inheritdoc cref="IngestAsync" path="/returns|/exception"/>
    public async Task<MediaFile> UpdateAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var askedAt = _work.TakeTimestamp();
        while (true)
        {
            // What began before this call may show the file as it was. It ends first, so that nobody can join it after the update and get,
            // and keep, the older version. An ingestion that began later shows the change, too: it may run beside the update.
            var running = TryJoin(fileId, isUpdate: false) is { } ingestion && ingestion.StartedAt < askedAt
                ? ingestion
                : JoinOrStart(fileId, isUpdate: true);
            if (running.StartedAt > askedAt)
                return await WaitForAsync(running, cancellationToken);

            // Its outcome, good or bad, is for those who asked for it.
            await ((Task)running.Task).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Has the next ingestion of a file ask the processing API, even if its parts were invalid a moment ago: it is said to have changed.</summary>
    public void ForgetFailure(FileId fileId) => _failures.Forget(fileId);

    /// <summary>Ends the ingestions in flight.</summary>
    public ValueTask DisposeAsync() => _work.DisposeAsync();

    private async Task<MediaFile> WaitForAsync(
        SharedWork<(FileId FileId, bool IsUpdate), MediaFile>.InFlight ingestion, CancellationToken cancellationToken)
    {
        var file = ingestion.Task.WaitAsync(cancellationToken);
        if (ingestion.Joined)
            await waiting.WaitForOthersAsync(file);
        return await file;
    }

    private SharedWork<(FileId FileId, bool IsUpdate), MediaFile>.InFlight JoinOrStart(FileId fileId, bool isUpdate)
    {
        var ingestion = _work.JoinOrStart(
            (fileId, isUpdate), stopping => deadline.RunAsync(token => CountAndBringInAsync(fileId, isUpdate, token), stopping));
        if (ingestion.Joined)
            metrics.IngestionJoined();
        return ingestion;
    }

    private SharedWork<(FileId FileId, bool IsUpdate), MediaFile>.InFlight? TryJoin(FileId fileId, bool isUpdate)
    {
        var running = _work.TryJoin((fileId, isUpdate));
        if (running is not null)
            metrics.IngestionJoined();
        return running;
    }

    private async Task<MediaFile> CountAndBringInAsync(FileId fileId, bool isUpdate, CancellationToken cancellationToken)
    {
        metrics.IngestionStarted();
        try
        {
            return await BringInAsync(fileId, isUpdate, cancellationToken);
        }
        catch (Exception exception) when (exception is not IngestionException { Failure: IngestionFailure.NotFound or IngestionFailure.NotFinished })
        {
            metrics.IngestionFailed();
            throw;
        }
    }

    private async Task<MediaFile> BringInAsync(FileId fileId, bool isUpdate, CancellationToken cancellationToken)
    {
        var listed = Finished(fileId, await catalog.FindAsync(fileId, cancellationToken));

        // The store is asked for files that are worth fetching only: somebody may have stored it since the caller's look.
        var before = await stored.FindAsync(fileId, cancellationToken);
        if (before is not null && !isUpdate)
            return before;
        if (!isUpdate && _failures.Find(fileId) is { } reason)
            throw new ProcessingApiException(IngestionFailure.Invalid, reason);

        for (var look = 1; look <= Looks; look++)
        {
            if (await FetchAsync(listed, before, cancellationToken) is { } file)
                return await stored.SaveAsync(file, isUpdate, cancellationToken);
            if (look < Looks)
                listed = Finished(fileId, await catalog.FindAgainAsync(listed, cancellationToken));
        }

        throw Remember(fileId, new ProcessingApiException(
            IngestionFailure.Invalid, $"The processing API lists file {fileId} as finished, but does not know its details or segments."));
    }

    private CatalogEntry Finished(FileId fileId, CatalogEntry? listed)
    {
        if (listed is null)
            throw new MediaFileNotFoundException(fileId);
        if (listed.ProcessingStatus.IsFinished)
            return listed;
        _failures.Forget(fileId);
        throw new MediaFileNotFinishedException(fileId, listed.ProcessingStatus);
    }

    private IngestionException Remember(FileId fileId, IngestionException failure)
    {
        _failures.Remember(fileId, failure.Message);
        return failure;
    }

    private async Task<MediaFile?> FetchAsync(CatalogEntry listed, MediaFile? before, CancellationToken cancellationToken)
    {
        var fetchedAt = FetchTime(before);
        using var fetch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var details = processingApi.GetDetailsAsync(listed.FileId, fetch.Token);
        var segments = processingApi.GetSegmentsAsync(listed.FileId, fetch.Token);
        try
        {
            // Whichever fails or is unknown first decides: there is no use in waiting for the other part.
            var first = await Task.WhenAny(details, segments);
            await first;
            if (first == details ? await details is null : await segments is null)
                return null;
            if (await details is not { } fetchedDetails || await segments is not { } fetchedSegments)
                return null;
            var file = MediaFile.Merge(listed.FileId, listed.ProcessingStatus, fetchedDetails, fetchedSegments, fetchedAt);
            _failures.Forget(listed.FileId);
            return file;
        }
        catch (IngestionException exception) when (exception.Failure is IngestionFailure.Invalid)
        {
            Remember(listed.FileId, exception);
            throw;
        }
        finally
        {
            await fetch.CancelAsync();
            await Task.WhenAll(details, segments).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A fetch that begins after a version was stored is the newer one, even if that version comes from a machine whose clock is ahead.
    private DateTimeOffset FetchTime(MediaFile? before)
    {
        var now = clock.GetUtcNow();
        return before is null || now > before.FetchedAt ? now : before.FetchedAt.AddTicks(1);
    }
}
