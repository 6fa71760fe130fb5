using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Snackable.Application.Catalog.Lookup;
using Snackable.Application.Diagnostics;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Application.Ingestion;

/// <summary>Whether and how files are ingested before anyone asks for them.</summary>
public sealed class PrefetchOptions
{
    /// <summary><c>PREFETCH</c>: whether the list is read in the background, and every finished file on it ingested.</summary>
    public bool Prefetch { get; set; }

    /// <summary><c>PREFETCH_INTERVAL_SECONDS</c>: the pause between the end of one round and the start of the next, in seconds.</summary>
    [Range(1, 86_400)]
    public double PrefetchIntervalSeconds { get; set; } = 300;

    /// <summary><c>PREFETCH_CONCURRENCY</c>: how many files are ingested at the same time.</summary>
    [Range(1, 64)]
    public int PrefetchConcurrency { get; set; } = 4;
}

/// <summary>Ingests every finished file that is not stored, so that no frontend ever meets the cold path.</summary>
public sealed partial class PrefetchRound(
    FileCatalog catalog, FileIngestion ingestion, IFileStore store, IOptions<PrefetchOptions> options, FileMetrics metrics, ILogger<PrefetchRound> logger)
{
    // Often enough to see it move, seldom enough to read the rest of the log.
    private const int FilesBetweenReports = 100;

    // The list may hold millions: a store can't take all of them in one question, or not answer it in the time that it is given.
    private const int FilesInOneQuestion = 1_000;

    /// <summary>Does one round: reads the whole list and ingests what is missing. A file that fails waits for the next round.</summary>
    /// <exception cref="FileStoreException">The store can't say what is missing.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await TryScanAsync(cancellationToken);
        var finished = catalog.Entries.Where(entry => entry.ProcessingStatus.IsFinished).Select(entry => entry.FileId).ToList();
        var missing = await FindMissingAsync(finished, cancellationToken);
        Log.Started(logger, missing.Count, finished.Count);

        var (done, failed) = (0, 0);
        var bound = new ParallelOptions { MaxDegreeOfParallelism = options.Value.PrefetchConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(missing, bound, async (fileId, token) =>
        {
            if (!await TryIngestAsync(fileId, token))
                Interlocked.Increment(ref failed);
            var number = Interlocked.Increment(ref done);
            if (number % FilesBetweenReports == 0)
                Log.Progressed(logger, number, missing.Count);
        });
        Log.Completed(logger, done - failed, failed);
    }

    // A page that can't be read hides the files on it until the next round, not those on the others.
    private async Task TryScanAsync(CancellationToken cancellationToken)
    {
        try
        {
            await catalog.ScanAsync(cancellationToken);
        }
        catch (ProcessingApiException exception)
        {
            Log.ScanFailed(logger, exception.Message);
        }
    }

    private async Task<List<FileId>> FindMissingAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken)
    {
        var missing = new List<FileId>();
        foreach (var some in fileIds.Chunk(FilesInOneQuestion))
        {
            var stored = await store.FilterStoredAsync(some, cancellationToken);
            missing.AddRange(some.Where(fileId => !stored.Contains(fileId)));
        }

        return missing;
    }

    private async Task<bool> TryIngestAsync(FileId fileId, CancellationToken cancellationToken)
    {
        try
        {
            await ingestion.IngestAsync(fileId, cancellationToken);
            metrics.Prefetched(stored: true);
            return true;
        }
        catch (IngestionException exception)
        {
            Log.FileFailed(logger, fileId, exception.Message);
            metrics.Prefetched(stored: false);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Prefetching {Missing} of {Finished} finished files that are not stored yet")]
        public static partial void Started(ILogger logger, int missing, int finished);

        [LoggerMessage(2, LogLevel.Information, "Prefetched {Done} of {Missing} files")]
        public static partial void Progressed(ILogger logger, int done, int missing);

        [LoggerMessage(3, LogLevel.Information, "Prefetching is done: {Stored} files came in, {Failed} failed")]
        public static partial void Completed(ILogger logger, int stored, int failed);

        [LoggerMessage(4, LogLevel.Warning, "File {FileId} could not be prefetched: {Reason}")]
        public static partial void FileFailed(ILogger logger, FileId fileId, string reason);

        [LoggerMessage(5, LogLevel.Warning, "The list could not be read whole; prefetching what is known of it: {Reason}")]
        public static partial void ScanFailed(ILogger logger, string reason);
    }
}
