using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Snackable.Application.Concurrency;
using Snackable.Domain;

namespace Snackable.Application.Catalog;

/// <summary>
/// The catalog: what is known of the processing API's list, in memory and in the store as one. What changes in memory reaches the store in
/// the background; what an earlier process knew comes from there. A sight that only confirms what is known is not written.
/// </summary>
public sealed partial class CatalogEntries : IAsyncDisposable
{
    private readonly CatalogTable _table;
    private readonly CatalogWriter _writer;
    private readonly CatalogLoad _load;
    private readonly CatalogOptions _options;
    private readonly SteadyClock _clock;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private HashSet<FileId>? _goneBeforeLoad = [];
    private DateTimeOffset _prunedBefore;
    private volatile int _rememberedEnd;

    /// <summary>Starts with nothing known.</summary>
    public CatalogEntries(
        ICatalogStore store, IOptions<CatalogOptions> options, SteadyClock clock, TimeProvider time, ILogger<CatalogEntries> logger)
    {
        (_options, _clock, _logger) = (options.Value, clock, logger);
        _table = new CatalogTable(_options.MaxFiles);
        _writer = new CatalogWriter(store, _table, time, logger);
        _load = new CatalogLoad(store, Remember, time, logger);
    }

    /// <summary>All entries, in no order.</summary>
    public IReadOnlyCollection<CatalogEntry> All => _table.All;

    /// <summary>How far the list reached when an earlier process read it; 0 when nobody remembers, or not yet.</summary>
    public int RememberedEnd => _rememberedEnd;

    /// <summary>What was seen before this moment may have changed since.</summary>
    public DateTimeOffset FreshSince => _clock.Now - _options.Freshness;

    /// <summary>
    /// Has the catalog of an earlier process read. Returns once it is, or after 2 s, or when the store can't be read: that goes on in
    /// the background until it succeeds. Further calls join the first.
    /// </summary>
    public Task LoadAsync(CancellationToken cancellationToken) => _load.StartAsync(cancellationToken);

    /// <summary>Finds a file's entry.</summary>
    public CatalogEntry? Find(FileId fileId) => _table.Find(fileId);

    /// <summary>Takes note of what a page showed.</summary>
    /// <returns>What is known of the files now, in the same order, and whether one of them was not known before.</returns>
    public (CatalogEntry[] Known, bool AnyNew) Learn(CatalogEntry[] seen)
    {
        var sights = Array.ConvertAll(seen, _table.Learn);
        _writer.Write([.. seen.Where((_, index) => sights[index] is not Sight.Same).Select(entry => entry.FileId)]);

        // Pages can overtake each other, and what is final stays final.
        return (Array.ConvertAll(seen, entry => _table.Find(entry.FileId) ?? entry), sights.Contains(Sight.New));
    }

    /// <summary>Takes note of a status that somebody else than the list told.</summary>
    /// <returns>Whether the file is known. Of one that is not, nothing is noted: only the list can say where it stands.</returns>
    public bool TryLearn(FileId fileId, ProcessingStatus status)
    {
        if (_table.Find(fileId) is not { } known)
            return false;
        Learn([known with { ProcessingStatus = status }]);
        return true;
    }

    /// <summary>Forgets what is known of a file: it has turned out wrong.</summary>
    /// <returns>What was known.</returns>
    public CatalogEntry? Forget(FileId fileId)
    {
        CatalogEntry? known;
        lock (_lock)
        {
            known = _table.Forget(fileId);
            _goneBeforeLoad?.Add(fileId);
        }

        _writer.Write([fileId]);
        return known;
    }

    /// <summary>Knows again what was forgotten, unless the file was seen since.</summary>
    public void Restore(CatalogEntry forgotten) => Learn([forgotten]);

    /// <summary>Forgets files that scans of the whole list do not show any more, and has the store checked.</summary>
    /// <param name="seenBefore">Files not seen since then go.</param>
    /// <param name="spareSince">Files seen since then stay, however many they are: the last scan answers by them.</param>
    public void Prune(DateTimeOffset seenBefore, DateTimeOffset spareSince)
    {
        IReadOnlyList<FileId> gone;
        lock (_lock)
        {
            gone = _table.Prune(seenBefore, spareSince);
            _goneBeforeLoad?.UnionWith(gone);
            _prunedBefore = seenBefore;
        }

        _writer.Write(gone);
        _writer.Check();
    }

    /// <summary>Writes what is left, and waits for the store to be read: it is disposed of next.</summary>
    public async ValueTask DisposeAsync()
    {
        await _load.DisposeAsync();
        await _writer.DisposeAsync();
    }

    // The store may be read late: what this process has found to be gone stays gone.
    private void Remember(IReadOnlyList<CatalogEntry> stored)
    {
        // Another machine's clock may be ahead: what an earlier process saw is never fresh.
        var stale = FreshSince;
        var (count, gone) = (0, new List<FileId>());
        lock (_lock)
        {
            foreach (var entry in stored.Where(entry => entry.Offset < _options.MaxFiles))
            {
                if (entry.SeenAt < _prunedBefore || _goneBeforeLoad!.Contains(entry.FileId))
                {
                    gone.Add(entry.FileId);
                    continue;
                }

                _table.Learn(entry.SeenAt < stale ? entry : entry with { SeenAt = stale });
                _rememberedEnd = Math.Max(_rememberedEnd, entry.Offset + 1);
                count++;
            }

            _goneBeforeLoad = null;
        }

        _writer.Write(gone);
        Log.Loaded(_logger, count);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} files of the list are known from earlier")]
        public static partial void Loaded(ILogger logger, int count);
    }
}
