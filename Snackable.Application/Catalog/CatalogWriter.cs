using Microsoft.Extensions.Logging;
using Snackable.Application.Concurrency;
using Snackable.Domain;

namespace Snackable.Application.Catalog;

/// <summary>
/// Writes the catalog into the store in the background: nobody waits for it, and what comes while a write is under way goes together into
/// the next one. What the store can't take now is kept and written later.
/// </summary>
internal sealed partial class CatalogWriter(ICatalogStore store, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Dictionary<FileId, CatalogEntry> _pending = [];
    private DateTimeOffset? _pruneBefore;
    private Task _writing = Task.CompletedTask;
    private bool _busy;

    /// <summary>Has entries saved, soon.</summary>
    public void Save(IEnumerable<CatalogEntry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
                _pending[entry.FileId] = entry;
            Wake();
        }
    }

    /// <summary>Has entries removed that were not seen since then, soon.</summary>
    public void Prune(DateTimeOffset seenBefore)
    {
        lock (_lock)
        {
            _pruneBefore = seenBefore;
            foreach (var entry in _pending.Values.Where(entry => entry.SeenAt < seenBefore).ToList())
                _pending.Remove(entry.FileId);
            Wake();
        }
    }

    /// <summary>Writes what is left, if the store takes it now.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task writing;
        lock (_lock)
            writing = _writing;
        await writing;
    }

    private void Wake()
    {
        if (_busy)
            return;
        _busy = true;
        _writing = Detached.Run(WriteAsync);
    }

    private async Task WriteAsync()
    {
        while (Take() is var (entries, pruneBefore))
        {
            try
            {
                if (entries.Count > 0)
                    await store.SaveAsync(entries.Values, CancellationToken.None);
                if (pruneBefore is { } seenBefore)
                    await store.PruneAsync(seenBefore, CancellationToken.None);
            }
            catch (Exception exception)
            {
                // Whatever it was, the catalog must go on being written.
                Log.SaveFailed(logger, entries.Count, exception.Message);
                KeepForLater(entries, pruneBefore);
                if (_stopping.IsCancellationRequested)
                    return;
                await Task.Delay(PauseAfterFailure, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private (Dictionary<FileId, CatalogEntry> Entries, DateTimeOffset? PruneBefore)? Take()
    {
        lock (_lock)
        {
            if (_pending.Count == 0 && _pruneBefore is null)
            {
                _busy = false;
                return null;
            }

            var taken = (_pending, _pruneBefore);
            (_pending, _pruneBefore) = ([], null);
            return taken;
        }
    }

    private void KeepForLater(Dictionary<FileId, CatalogEntry> entries, DateTimeOffset? pruneBefore)
    {
        lock (_lock)
        {
            foreach (var (fileId, entry) in entries)
                _pending.TryAdd(fileId, entry);
            _pruneBefore ??= pruneBefore;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} catalog entries could not be stored and are kept for the next attempt: {Reason}")]
        public static partial void SaveFailed(ILogger logger, int count, string reason);
    }
}
