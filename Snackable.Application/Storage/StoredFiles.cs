using Microsoft.Extensions.Logging;
using Snackable.Application.Diagnostics;
using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>The store as the use cases see it: a store that is unavailable costs speed, never an answer.</summary>
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
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A defect of an adapter costs speed, too, and not the answer.
            Log.FindDefect(logger, exception, fileId);
            return null;
        }
    }

    /// <summary>Stores a freshly merged file, and has the answers about an older version forgotten.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isUpdate">Whether an older version may have been answered, stored or not.</param>
    /// <param name="cancellationToken">Ends the attempt to store it.</param>
    /// <returns>The version to answer with: the given one, or the newer one that somebody else stored meanwhile.</returns>
    /// <exception cref="FileStoreException">The store can't take the file, or not in time. It carries the file.</exception>
    public async Task<MediaFile> SaveAsync(MediaFile file, bool isUpdate, CancellationToken cancellationToken)
    {
        var isAnswerOld = isUpdate;
        try
        {
            var outcome = await TrySaveAsync(file, cancellationToken);
            metrics.IngestionStored();
            isAnswerOld |= outcome is SaveOutcome.Replaced;
            return outcome is SaveOutcome.Superseded ? await FindAsync(file.FileId, cancellationToken) ?? file : file;
        }
        finally
        {
            // Evict after the save: an answer made before it would be the old one. An update evicts whatever came of its save, here and on
            // the other replicas: answers are also made, and kept, of what the store never held.
            if (isAnswerOld)
            {
                await answers.EvictAsync(file.FileId);
                await replicas.AnnounceAsync(file.FileId);
            }
        }
    }

    private async Task<SaveOutcome> TrySaveAsync(MediaFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await store.SaveAsync(file, cancellationToken);
        }
        catch (FileStoreException exception)
        {
            Fail(exception, file);
            throw;
        }
        catch (OperationCanceledException exception)
        {
            // The file is whole, and worth more to the caller than a timeout.
            var failure = new FileStoreException($"File {file.FileId} could not be stored in time.", exception);
            Fail(failure, file);
            throw failure;
        }
        catch (Exception exception)
        {
            var failure = new FileStoreException($"File {file.FileId} could not be stored: a defect.", exception);
            Log.SaveDefect(logger, exception, file.FileId);
            Fail(failure, file);
            throw failure;
        }
    }

    private void Fail(FileStoreException failure, MediaFile file)
    {
        failure.File = file;
        Log.SaveFailed(logger, file.FileId, failure.Message);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The store could not be asked for file {FileId}; going on as if it were not stored: {Reason}")]
        public static partial void FindFailed(ILogger logger, FileId fileId, string reason);

        [LoggerMessage(2, LogLevel.Warning, "File {FileId} could not be stored; it is answered all the same: {Reason}")]
        public static partial void SaveFailed(ILogger logger, FileId fileId, string reason);

        [LoggerMessage(3, LogLevel.Error, "The store could not be asked for file {FileId}, which is a defect; going on as if it were not stored")]
        public static partial void FindDefect(ILogger logger, Exception exception, FileId fileId);

        [LoggerMessage(4, LogLevel.Error, "File {FileId} could not be stored, which is a defect")]
        public static partial void SaveDefect(ILogger logger, Exception exception, FileId fileId);
    }
}
