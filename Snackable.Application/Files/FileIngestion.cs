using Snackable.Application.Catalog;
using Snackable.Domain;

namespace Snackable.Application.Files;

/// <summary>Brings a file in from the processing API: find it in the list, fetch its parts, merge them, store the result.</summary>
public sealed class FileIngestion(FileCatalog catalog, IProcessingApi processingApi, StoredFiles stored, TimeProvider clock)
{
    // The first look may meet a catalog entry that is no longer true; the second look is at the list as it is now.
    private const int Looks = 2;

    /// <summary>Ingests a file.</summary>
    /// <returns>The file, merged from all its parts.</returns>
    /// <exception cref="MediaFileNotFoundException">The file is not on the list.</exception>
    /// <exception cref="MediaFileNotFinishedException">The file is on the list, and not finished.</exception>
    /// <exception cref="ProcessingApiException">The processing API gave no usable answer.</exception>
    /// <exception cref="InvalidMediaFileException">The parts do not make one file.</exception>
    public async Task<MediaFile> IngestAsync(FileId fileId, CancellationToken cancellationToken)
    {
        for (var look = 1; look <= Looks; look++)
        {
            var listed = await catalog.FindAsync(fileId, cancellationToken) ?? throw new MediaFileNotFoundException(fileId);
            if (!listed.ProcessingStatus.IsFinished)
                throw new MediaFileNotFinishedException(fileId, listed.ProcessingStatus);

            if (await FetchAsync(listed, cancellationToken) is { } file)
                return await stored.KeepAsync(file, cancellationToken);
        }

        throw new ProcessingApiException(
            ProcessingApiFailure.Invalid,
            $"The processing API lists file {fileId} as finished, but does not know its details or segments.");
    }

    private async Task<MediaFile?> FetchAsync(ListedFile listed, CancellationToken cancellationToken)
    {
        var fetchedAt = clock.GetUtcNow();
        using var fetch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var details = processingApi.GetDetailsAsync(listed.FileId, fetch.Token);
        var segments = processingApi.GetSegmentsAsync(listed.FileId, fetch.Token);
        try
        {
            // Whichever fails first decides: there is no use in waiting for the other part.
            await await Task.WhenAny(details, segments);
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
}
