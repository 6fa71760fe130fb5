using Microsoft.Extensions.Logging;
using Snackable.Application.Concurrency;
using Snackable.Application.Diagnostics;
using Snackable.Application.Ingestion;
using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>The store as the use cases see it: a store that is down costs speed, never an answer.</summary>
public sealed partial class StoredFiles(
    IFileStore store, IAnswerCache answers, IReplicas replicas, FileMetrics metrics, ILogger<StoredFiles> logger)
{
    /// <summary>Finds a stored file.</summary>
    /// <returns>The file; <see langword="null"/> when it is not stored or the store can't say.</returns>
    public async Task<MediaFile?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        try
        {
            var file = await store.FindAsync(fileId, cancellationToken);
            if (file is not null)
                metrics.StoreHit();
            return file;
        }
        catch (FileStoreException exception)
        {
            Log.FindFailed(logger, fileId, exception.Message);
            return null;
        }
    }

    /// <summary>Stores a freshly merged file if the store can take it, and has the answers about an older version forgotten.</summary>
    /// <param name="file">The file.</param>
    /// <param name="kind">Why it was fetched.</param>
    /// <param name="cancellationToken">Ends the attempt to store it.</param>
    /// <returns>
    /// The version to answer with, the given one or the newer one that somebody else stored meanwhile, and whether it is stored.
    /// </returns>
    public async Task<IngestedFile> KeepAsync(MediaFile file, WorkKind kind, CancellationToken cancellationToken)
    {
        var (kept, replaced) = await SaveAsync(file, cancellationToken);

        // Only now: an answer made before the save would be the old one again. After an update it is old whatever came of the save, here
        // and elsewhere: answers are made, and kept, of what the store never held, too.
        if (replaced || kind is WorkKind.Renew)
        {
            await answers.EvictAsync(file.FileId);
            await replicas.AnnounceAsync(file.FileId);
        }

        return kept;
    }

    private async Task<(IngestedFile Kept, bool Replaced)> SaveAsync(MediaFile file, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await store.SaveAsync(file, cancellationToken);
            metrics.IngestionStored();
            var kept = outcome is SaveOutcome.Superseded ? await FindAsync(file.FileId, cancellationToken) ?? file : file;
            return (new IngestedFile(kept), outcome is SaveOutcome.Replaced);
        }
        catch (FileStoreException exception)
        {
            return (NotStored(file, exception), false);
        }
        catch (OperationCanceledException exception)
        {
            // The deadline passed while the file was being stored: it is whole, and worth more to the caller than a timeout.
            return (NotStored(file, new FileStoreException($"File {file.FileId} could not be stored in time.", exception)), false);
        }
    }

    private IngestedFile NotStored(MediaFile file, FileStoreException problem)
    {
        metrics.IngestionFailed();
        Log.SaveFailed(logger, file.FileId, problem.Message);
        return new IngestedFile(file, problem);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The store could not be asked for file {FileId}; going on as if it were not stored: {Reason}")]
        public static partial void FindFailed(ILogger logger, FileId fileId, string reason);

        [LoggerMessage(2, LogLevel.Warning, "File {FileId} could not be stored; it is answered all the same: {Reason}")]
        public static partial void SaveFailed(ILogger logger, FileId fileId, string reason);
    }
}
