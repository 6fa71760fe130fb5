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
    FileCatalog catalog, IProcessingApi processingApi, StoredFiles stored, UpstreamDeadline deadline, FileMetrics metrics, TimeProvider clock)
    : IAsyncDisposable
{
    // The first look may meet a catalog entry that is no longer true; the second look is at the list as it is now.
    private const int Looks = 2;

    private readonly SharedWork<FileId, IngestedFile> _work = new(deadline);

    /// <summary>Gets a file that the store does not have.</summary>
    /// <returns>The file, merged from all its parts, and whether it is stored now.</returns>
    /// <exception cref="MediaFileNotFoundException">The file is not on the list.</exception>
    /// <exception cref="MediaFileNotFinishedException">The file is on the list, and not finished.</exception>
    /// <exception cref="ProcessingApiException">The processing API gave no usable answer.</exception>
    /// <exception cref="InvalidMediaFileException">The parts do not make one file.</exception>
    public Task<IngestedFile> IngestAsync(FileId fileId, CancellationToken cancellationToken) =>
        JoinOrStart(fileId, WorkKind.Fill).Task.WaitAsync(cancellationToken);

    /// <summary>Gets a file anew, stored or not: by a fetch that begins after this call.</summary>
    /// <inheritdoc cref="IngestAsync" path="/returns|/exception"/>
    public async Task<IngestedFile> UpdateAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var wishedAt = _work.Now();
        while (true)
        {
            var ingestion = JoinOrStart(fileId, WorkKind.Renew);
            if (ingestion.Kind is WorkKind.Renew && ingestion.StartedAt > wishedAt)
                return await ingestion.Task.WaitAsync(cancellationToken);

            // What runs began too early to show what has changed. Whatever becomes of it, it is somebody else's.
            await ((Task)ingestion.Task).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Ends the ingestions in flight.</summary>
    public ValueTask DisposeAsync() => _work.DisposeAsync();

    private SharedWork<FileId, IngestedFile>.Piece JoinOrStart(FileId fileId, WorkKind kind)
    {
        var ingestion = _work.JoinOrStart(fileId, kind, token => CountAndBringInAsync(fileId, kind, token));
        if (ingestion.Joined)
            metrics.IngestionJoined();
        return ingestion;
    }

    private async Task<IngestedFile> CountAndBringInAsync(FileId fileId, WorkKind kind, CancellationToken cancellationToken)
    {
        metrics.IngestionStarted();
        try
        {
            return await BringInAsync(fileId, kind, cancellationToken);
        }
        catch (Exception exception) when (exception is not (MediaFileNotFoundException or MediaFileNotFinishedException))
        {
            metrics.IngestionFailed();
            throw;
        }
    }

    private async Task<IngestedFile> BringInAsync(FileId fileId, WorkKind kind, CancellationToken cancellationToken)
    {
        // Somebody may have stored it between the caller's look into the store and now.
        var before = await stored.FindAsync(fileId, cancellationToken);
        if (before is not null && kind is WorkKind.Fill)
            return new IngestedFile(before);

        var listed = await catalog.FindAsync(fileId, cancellationToken);
        for (var look = 1; ; look++)
        {
            if (listed is null)
                throw new MediaFileNotFoundException(fileId);
            if (!listed.ProcessingStatus.IsFinished)
                throw new MediaFileNotFinishedException(fileId, listed.ProcessingStatus);
            if (await FetchAsync(listed, before, cancellationToken) is { } file)
                return await stored.KeepAsync(file, kind, cancellationToken);
            if (look == Looks)
                throw new ProcessingApiException(
                    ProcessingApiFailure.Invalid,
                    $"The processing API lists file {fileId} as finished, but does not know its details or segments.");
            listed = await catalog.FindAgainAsync(listed, cancellationToken);
        }
    }

    private async Task<MediaFile?> FetchAsync(CatalogEntry listed, MediaFile? before, CancellationToken cancellationToken)
    {
        var fetchedAt = FetchedAt(before);
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
            return await details is { } known && await segments is { } spoken
                ? MediaFile.Merge(listed.FileId, listed.ProcessingStatus, known, spoken, fetchedAt)
                : null;
        }
        finally
        {
            await fetch.CancelAsync();
            await Task.WhenAll(details, segments).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A fetch that begins after a version was stored is the newer one, even if that version comes from a machine whose clock is ahead.
    private DateTimeOffset FetchedAt(MediaFile? before)
    {
        var now = clock.GetUtcNow();
        return before is null || now > before.FetchedAt ? now : before.FetchedAt.AddTicks(1);
    }
}
