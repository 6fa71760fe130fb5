using Microsoft.Extensions.Options;
using Snackable.Application.Concurrency;
using Snackable.Application.Diagnostics;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Application.Catalog.Scanning;

/// <summary>
/// Scans the list, once at a time and for everyone who waits. A scan starts at the list's known end, for new files are usually
/// appended; it goes on to the whole list when that is due and somebody still waits.
/// </summary>
public sealed class ListScanner(
    CatalogReader reader,
    CatalogEntries entries,
    CatalogWriter writer,
    IOptions<CatalogOptions> options,
    FileMetrics metrics,
    SteadyClock clock,
    TimeProvider time) : IAsyncDisposable
{
    private readonly ScanSchedule _schedule = new(options.Value.Freshness);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private SharedScan? _scan;

    /// <summary>Takes note that the list reaches at least so far, as the store remembers.</summary>
    public void KnowEnd(int end)
    {
        lock (_lock)
            _schedule.KnowEnd(end);
    }

    /// <summary>Looks for a file that is not in the catalog, as far as anyone remembers.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="cancellationToken">Ends the wait, not the scan.</param>
    /// <returns>The file; <see langword="null"/> when complete scans that began recently enough did not show it.</returns>
    /// <exception cref="ProcessingApiException">A page could not be read, so that nobody can say whether the file is listed.</exception>
    public async Task<CatalogEntry?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var asked = clock.Now;
        while (!IsAnswered(asked))
        {
            if (FailureThatAnswers(asked) is { } failure)
                return entries.Find(fileId) ?? throw failure;
            var scan = JoinOrStart(fileId, wholeListSince: null);
            if (await scan.WaitForAsync(fileId, () => entries.Find(fileId), cancellationToken) is { } entry)
                return entry;
        }

        // It may have appeared between the caller's look into the catalog and the end of the scan that answers.
        return entries.Find(fileId);
    }

    /// <summary>Looks for a file in the whole list, whatever is remembered of it.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="notBefore">How old the answer may be: a scan that began earlier does not count.</param>
    /// <param name="cancellationToken">Ends the wait, not the scan.</param>
    /// <returns>The file; <see langword="null"/> when the whole list did not show it.</returns>
    /// <exception cref="ProcessingApiException">A page could not be read, so that nobody can say whether the file is listed.</exception>
    public async Task<CatalogEntry?> FindInWholeListAsync(FileId fileId, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        while (!WasWholeListRead(notBefore))
        {
            var scan = JoinOrStart(fileId, wholeListSince: notBefore);
            if (scan.StartedAt < notBefore)
                await scan.WaitForEndAsync(cancellationToken);
            else if (await scan.WaitForAsync(fileId, () => entries.Find(fileId), cancellationToken) is { } entry)
                return entry;
        }

        return entries.Find(fileId) is { } seen && seen.SeenAt >= notBefore ? seen : null;
    }

    /// <summary>Reads the whole list into the catalog, unless that was done so recently that it still counts.</summary>
    /// <exception cref="ProcessingApiException">A page could not be read.</exception>
    public async Task ScanAsync(CancellationToken cancellationToken)
    {
        var notBefore = clock.Now - options.Value.Freshness;
        while (!WasWholeListRead(notBefore))
        {
            var scan = JoinOrStart(awaited: null, wholeListSince: notBefore);
            await (scan.StartedAt < notBefore ? scan.WaitForEndAsync(cancellationToken) : scan.Completion.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Ends the scan in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        SharedScan? scan;
        lock (_lock)
            scan = _scan;
        if (scan is not null)
            await scan.WaitForEndAsync(CancellationToken.None);
    }

    private bool IsAnswered(DateTimeOffset asked)
    {
        lock (_lock)
            return _schedule.IsAnswered(asked);
    }

    private ProcessingApiException? FailureThatAnswers(DateTimeOffset asked)
    {
        lock (_lock)
            return _schedule.FailureThatAnswers(asked);
    }

    private bool WasWholeListRead(DateTimeOffset notBefore)
    {
        lock (_lock)
            return _schedule.FullScanAt >= notBefore;
    }

    // What is wanted of a scan is told to it under the lock under which it also decides how far it goes.
    private SharedScan JoinOrStart(FileId? awaited, DateTimeOffset? wholeListSince)
    {
        bool isNew;
        SharedScan scan;
        lock (_lock)
        {
            isNew = _scan is null;
            scan = _scan ??= new SharedScan(clock.Now);
            scan.Want(awaited, wholeListSince);
        }

        if (isNew)
        {
            metrics.ScanStarted();
            _ = Detached.Run(() => RunAsync(scan));
        }
        else
        {
            metrics.ScanJoined();
        }

        return scan;
    }

    // Another scan can begin before anyone sees the outcome of this one: nobody who comes later is told of it.
    private async Task RunAsync(SharedScan scan)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.CatalogScanDeadlineSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        var failure = await new ScanRun(scan, _schedule, joining: _lock, reader, entries, writer).RunAsync(either.Token);
        lock (_lock)
            _scan = null;
        (failure is null ? (Action)metrics.ScanCompleted : metrics.ScanFailed)();
        scan.End(failure);
    }
}
