using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Snackable.Application.Diagnostics;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>The store as the use cases see it: a store that is unavailable costs speed, never an answer.</summary>
public sealed partial class StoredFiles : IAsyncDisposable
{
    // A caller waits meanwhile, whose file is at hand.
    private const double MaxSaveSeconds = 2;

    private readonly IFileStore _store;
    private readonly IAnswerCache _answers;
    private readonly IReplicas _replicas;
    private readonly FileMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _saveTimeout;
    private readonly LateSaves _late;

    /// <summary>Takes the store, and those who must know that a file was replaced.</summary>
    public StoredFiles(
        IFileStore store,
        IAnswerCache answers,
        IReplicas replicas,
        IOptions<UpstreamDeadlineOptions> deadline,
        FileMetrics metrics,
        TimeProvider time,
        ILogger<StoredFiles> logger)
    {
        (_store, _answers, _replicas, _metrics, _time, _logger) = (store, answers, replicas, metrics, time, logger);
        _saveTimeout = TimeSpan.FromSeconds(Math.Min(MaxSaveSeconds, deadline.Value.UpstreamDeadlineSeconds / 4));
        _late = new LateSaves((file, token) => SaveAndEvictAsync(file, isUpdate: false, token), time, logger);
    }

    /// <summary>Finds a stored file.</summary>
    /// <returns>The file; <see langword="null"/> when it is not stored or the store can't say.</returns>
    public async Task<MediaFile?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        try
        {
            var file = await _store.FindAsync(fileId, cancellationToken);
            if (file is not null)
                _metrics.StoreHit();
            return file;
        }
        catch (FileStoreException exception)
        {
            Log.FindFailed(_logger, fileId, exception.Message);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A defect of an adapter costs speed, too, and not the answer.
            Log.FindDefect(_logger, exception, fileId);
            return null;
        }
    }

    /// <summary>
    /// Stores a freshly merged file, and has the answers about an older version forgotten. Waits for 2 s at most, or a quarter of the deadline; what
    /// the store can't take by then, or at the moment, is stored in the background later.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="isUpdate">Whether an older version may have been answered, stored or not.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The version to answer with: the given one, or the newer one that somebody else stored meanwhile.</returns>
    /// <exception cref="FileStoreException">The store can't take the file, or not in time. It carries the file.</exception>
    public async Task<MediaFile> SaveAsync(MediaFile file, bool isUpdate, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_saveTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var outcome = await SaveAndEvictAsync(file, isUpdate, either.Token);
            return outcome is SaveOutcome.Superseded ? await FindAsync(file.FileId, cancellationToken) ?? file : file;
        }
        catch (OperationCanceledException)
        {
            // The newer version can't be read in time. This one is whole.
            return file;
        }
        catch (FileStoreException exception)
        {
            exception.File = file;
            Log.SaveFailed(_logger, file.FileId, exception.Message);
            if (!exception.IsPermanent)
                _late.Add(file);
            throw;
        }
        catch (Exception exception)
        {
            // A defect of an adapter would be there at the next attempt, too.
            Log.SaveDefect(_logger, exception, file.FileId);
            throw new FileStoreException($"File {file.FileId} could not be stored: a defect.", exception) { File = file };
        }
    }

    /// <summary>Ends the saves in the background.</summary>
    public ValueTask DisposeAsync() => _late.DisposeAsync();

    private async Task<SaveOutcome> SaveAndEvictAsync(MediaFile file, bool isUpdate, CancellationToken cancellationToken)
    {
        var isAnswerOld = isUpdate;
        try
        {
            var outcome = await TrySaveAsync(file, cancellationToken);
            _metrics.IngestionStored();
            isAnswerOld |= outcome is SaveOutcome.Replaced;
            return outcome;
        }
        finally
        {
            // Evict after the save: an answer made before it would be the old one. An update evicts whatever came of its save, here and on
            // the other replicas: answers are also made, and kept, of what the store never held.
            if (isAnswerOld)
            {
                await _answers.EvictAsync(file.FileId);
                await _replicas.AnnounceAsync(file.FileId);
            }
        }
    }

    private async Task<SaveOutcome> TrySaveAsync(MediaFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await _store.SaveAsync(file, cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            // The file is whole, and worth more to the caller than a timeout.
            throw new FileStoreException($"File {file.FileId} could not be stored in time.", exception);
        }
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
