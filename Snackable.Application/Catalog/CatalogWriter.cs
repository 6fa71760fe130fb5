using Microsoft.Extensions.Logging;
using Snackable.Application.Concurrency;
using Snackable.Domain;

namespace Snackable.Application.Catalog;

/// <summary>
/// Brings the stored catalog up to date in the background: nobody waits for it, and what changes while a write is under way goes together
/// into the next one. What the store can't take now is written later.
/// </summary>
internal sealed partial class CatalogWriter : IAsyncDisposable
{
    private const int FilesOfOneWrite = 1000;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly ICatalogStore _store;
    private readonly CatalogTable _table;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BackgroundWork _writing;
    private readonly Lock _lock = new();
    private HashSet<FileId> _changed = [];
    private bool _mustCheck;

    /// <summary>Writes nothing yet.</summary>
    /// <param name="store">Where the catalog is stored.</param>
    /// <param name="table">What is known: the store gets what it says at the time of the write.</param>
    /// <param name="time">The clock of the pauses.</param>
    /// <param name="logger">Is told when the store refuses.</param>
    public CatalogWriter(ICatalogStore store, CatalogTable table, TimeProvider time, ILogger logger)
    {
        (_store, _table, _time, _logger) = (store, table, time, logger);
        _writing = new BackgroundWork(WriteAsync);
    }

    /// <summary>Has the entries of these files stored, soon, or removed where the table knows them no more.</summary>
    public void Write(IReadOnlyCollection<FileId> changed)
    {
        if (changed.Count == 0)
            return;
        lock (_lock)
            _changed.UnionWith(changed);
        _writing.Wake();
    }

    /// <summary>Has all entries stored anew, soon, if the store holds fewer: it was lost, or somebody else has removed some.</summary>
    public void Check()
    {
        lock (_lock)
            _mustCheck = true;
        _writing.Wake();
    }

    /// <summary>Writes what is left, if the store takes it now.</summary>
    public ValueTask DisposeAsync() => _writing.DisposeAsync();

    private async Task WriteAsync(CancellationToken stopping)
    {
        var failing = false;
        while (Take() is var (changed, mustCheck))
        {
            try
            {
                await WriteAsync(changed);
                if (mustCheck && await _store.CountAsync(CancellationToken.None) < _table.Count)
                    await WriteAsync([.. _table.All.Select(entry => entry.FileId)]);
                if (failing)
                    Log.SavedAgain(_logger);
                failing = false;
            }
            catch (Exception exception)
            {
                // Whatever it was, the catalog must go on being written.
                if (!failing)
                    Log.SaveFailed(_logger, changed.Count, exception.Message);
                failing = true;
                KeepForLater(changed, mustCheck);
                if (stopping.IsCancellationRequested)
                    return;
                await Task.Delay(PauseAfterFailure, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WriteAsync(HashSet<FileId> changed)
    {
        // In parts, each of which is soon written: after an outage it can be the whole catalog.
        foreach (var some in changed.Chunk(FilesOfOneWrite))
        {
            var entries = some.Select(_table.Find).OfType<CatalogEntry>().ToList();
            if (entries.Count > 0)
                await _store.SaveAsync(entries, CancellationToken.None);
            FileId[] gone = [.. some.Except(entries.Select(entry => entry.FileId))];
            if (gone.Length > 0)
                await _store.RemoveAsync(gone, CancellationToken.None);
            changed.ExceptWith(some);
        }
    }

    private (HashSet<FileId> Changed, bool MustCheck)? Take()
    {
        lock (_lock)
        {
            if (_changed.Count == 0 && !_mustCheck)
                return null;
            var taken = (_changed, _mustCheck);
            (_changed, _mustCheck) = ([], false);
            return taken;
        }
    }

    private void KeepForLater(HashSet<FileId> changed, bool mustCheck)
    {
        lock (_lock)
        {
            _changed.UnionWith(changed);
            _mustCheck |= mustCheck;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} catalog entries could not be stored; that is tried again every 5 s: {Reason}")]
        public static partial void SaveFailed(ILogger logger, int count, string reason);

        [LoggerMessage(2, LogLevel.Information, "The catalog is stored again")]
        public static partial void SavedAgain(ILogger logger);
    }
}
