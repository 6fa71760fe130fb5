using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Snackable.Application.Catalog.Scanning;
using Snackable.Application.Concurrency;
using Snackable.Application.Diagnostics;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Application.Catalog.Lookup;

/// <summary>
/// What is known of the processing API's list: the only place that knows how a file is found in it. A finished file that was ever
/// seen costs no call, one that is not finished costs one now and then, and an unknown one a share of a scan.
/// </summary>
public sealed partial class FileCatalog(
    CatalogEntries entries,
    CatalogReader reader,
    CatalogWriter writer,
    ListScanner scanner,
    ICatalogStore store,
    UpstreamDeadline deadline,
    IOptions<CatalogOptions> options,
    FileMetrics metrics,
    SteadyClock clock,
    TimeProvider time,
    ILogger<FileCatalog> logger) : IAsyncDisposable
{
    // Look-ups wait for what is known from earlier, but not for a store that does not answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SharedWork<int, CatalogPage> _rereads = new(deadline);
    private readonly Lock _lock = new();
    private Task? _loading;

    /// <summary>All that is known of the list, in no order.</summary>
    public IReadOnlyCollection<CatalogEntry> Entries => entries.All;

    /// <summary>Remembers what an earlier process knew. Every look-up waits for it; further calls join the first.</summary>
    public Task LoadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            _loading ??= Detached.Run(LearnFromStoreAsync);
        return _loading.WaitAsync(cancellationToken);
    }

    /// <summary>Finds a file in the list.</summary>
    /// <returns>The file as it was last seen; <see langword="null"/> when it is not listed.</returns>
    /// <exception cref="ProcessingApiException">The list could not be read as far as needed, so that nobody can say.</exception>
    public async Task<CatalogEntry?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (entries.Find(fileId) is not { } known)
            return await scanner.FindAsync(fileId, cancellationToken);
        var now = clock.Now;
        var stale = now - options.Value.Freshness;
        if (known.ProcessingStatus.IsFinished || known.SeenAt > stale)
        {
            metrics.CatalogHit();
            return known;
        }

        // The page that the file was on shows its neighbors too: those who ask for them at the same time share the call. A short page
        // does not reach all the places that it would if it were full: then the file is looked for at its own place.
        var offset = known.Offset - (known.Offset % CatalogOptions.PageSize);
        return await FindOnSharedPageAsync(fileId, offset, cancellationToken)
            ?? (offset == known.Offset ? null : await FindOnSharedPageAsync(fileId, known.Offset, cancellationToken))
            ?? await scanner.FindInWholeListAsync(fileId, notBefore: stale < now ? stale.AddTicks(1) : now, cancellationToken);
    }

    /// <summary>Looks at the list itself, since what was known of a file has turned out wrong.</summary>
    /// <inheritdoc cref="FindAsync" path="/returns|/exception"/>
    public async Task<CatalogEntry?> FindAgainAsync(CatalogEntry doubted, CancellationToken cancellationToken)
    {
        // A scan may have seen the file since. That goes, too: as FINISHED is final, it would overrule what the list says now.
        // No call is shared, either: it may have begun before the doubt.
        var doubtedAt = clock.Now;
        var known = entries.Forget(doubted.FileId) ?? doubted;
        try
        {
            var page = await reader.ReadAsync(known.Offset, cancellationToken);
            return page.Entries.FirstOrDefault(entry => entry.FileId == doubted.FileId)
                ?? await scanner.FindInWholeListAsync(doubted.FileId, notBefore: doubtedAt, cancellationToken);
        }
        catch
        {
            // A doubt is no answer: as long as nobody can look, what was known is all there is.
            entries.Learn([known]);
            throw;
        }
    }

    /// <summary>Takes note of a status that somebody else than the list told, and looks for the file in the list if need be.</summary>
    /// <exception cref="MediaFileNotFoundException">The whole list was read after this call, and the file is not on it.</exception>
    /// <exception cref="ProcessingApiException">The list could not be read as far as needed, so that nobody can say.</exception>
    public async Task LearnAsync(FileId fileId, ProcessingStatus status, CancellationToken cancellationToken)
    {
        var toldAt = clock.Now;
        if (await TryLearnAsync(fileId, status, cancellationToken))
            return;

        // The file may be newer than the scan that the catalog answers from, and stand where no scan looks first.
        var listed = await FindAsync(fileId, cancellationToken)
            ?? await scanner.FindInWholeListAsync(fileId, notBefore: toldAt, cancellationToken)
            ?? throw new MediaFileNotFoundException(fileId);
        if (listed.ProcessingStatus != status)
            await TryLearnAsync(fileId, status, cancellationToken);
    }

    /// <summary>Reads the whole list, so that every file on it is known.</summary>
    /// <exception cref="ProcessingApiException">A page could not be read; what the others showed is known.</exception>
    public async Task ScanAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await scanner.ScanAsync(cancellationToken);
    }

    /// <summary>Ends the calls in flight, and waits for the store to be read: it is disposed of next.</summary>
    public async ValueTask DisposeAsync()
    {
        await _rereads.DisposeAsync();
        Task? loading;
        lock (_lock)
            loading = _loading;
        await (loading ?? Task.CompletedTask);
    }

    // Where a listed file stands, only the list can say: of one that is not known from there, nothing is noted.
    private async Task<bool> TryLearnAsync(FileId fileId, ProcessingStatus status, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (entries.Find(fileId) is not { } known)
            return false;
        entries.Learn([known with { ProcessingStatus = status }]);

        // What is final stays final, whatever was told.
        writer.Save([entries.Find(fileId) ?? known]);
        return true;
    }

    private async Task<CatalogEntry?> FindOnSharedPageAsync(FileId fileId, int offset, CancellationToken cancellationToken)
    {
        var page = await _rereads.JoinOrStart(offset, WorkKind.Fill, token => reader.ReadAsync(offset, token)).Task.WaitAsync(cancellationToken);
        return page.Entries.FirstOrDefault(entry => entry.FileId == fileId);
    }

    private async Task LearnFromStoreAsync()
    {
        try
        {
            var remembered = await store.LoadAsync(CancellationToken.None).WaitAsync(Patience, time);

            // Another machine's clock may be ahead: what an earlier process saw is never fresh.
            var stale = clock.Now - options.Value.Freshness;
            var counted = remembered
                .Where(entry => entry.Offset < options.Value.MaxFiles)
                .Select(entry => entry.SeenAt < stale ? entry : entry with { SeenAt = stale })
                .ToList();
            entries.Learn(counted);
            scanner.KnowEnd(counted.Select(entry => entry.Offset + 1).DefaultIfEmpty().Max());
            Log.Loaded(logger, counted.Count);
        }
        catch (Exception exception)
        {
            // Whatever it was, the list can be read instead.
            Log.LoadFailed(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} files of the list are known from earlier")]
        public static partial void Loaded(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "What is known of the list from earlier can't be read: {Reason}")]
        public static partial void LoadFailed(ILogger logger, string reason);
    }
}
