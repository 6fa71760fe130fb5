using Microsoft.Extensions.Options;
using Snackable.Application.Concurrency;
using Snackable.Application.Diagnostics;
using Snackable.Application.Files;
using Snackable.Domain;

namespace Snackable.Application.Catalog;

/// <summary>
/// Scans the list, once at a time and for everyone who waits. A scan starts at the list's known end, for new files are usually
/// appended; it goes on to the whole list when that is due and somebody still waits.
/// </summary>
public sealed class ListScanner : IAsyncDisposable
{
    private readonly CatalogReader _reader;
    private readonly CatalogEntries _entries;
    private readonly CatalogWriter _writer;
    private readonly CatalogOptions _options;
    private readonly FileMetrics _metrics;
    private readonly SteadyClock _clock;
    private readonly TimeProvider _time;
    private readonly ScanSchedule _schedule;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private SharedScan? _scan;
    private int _knownEnd;
    private (DateTimeOffset At, ProcessingApiException Why)? _incomplete;

    /// <summary>Scans nothing yet.</summary>
    public ListScanner(
        CatalogReader reader,
        CatalogEntries entries,
        CatalogWriter writer,
        IOptions<CatalogOptions> options,
        FileMetrics metrics,
        SteadyClock clock,
        TimeProvider time)
    {
        (_reader, _entries, _writer, _options, _metrics, _clock, _time) = (reader, entries, writer, options.Value, metrics, clock, time);
        _schedule = new ScanSchedule(_options.Freshness);
    }

    /// <summary>Takes note that the list reaches at least so far, as the store remembers.</summary>
    public void KnowEnd(int end)
    {
        lock (_lock)
            _knownEnd = Math.Max(_knownEnd, end);
    }

    /// <summary>Looks for a file that is not in the catalog, as far as anyone remembers.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="cancellationToken">Ends the wait, not the scan.</param>
    /// <returns>The file; <see langword="null"/> when complete scans that began recently enough did not show it.</returns>
    /// <exception cref="ProcessingApiException">A page could not be read, so that nobody can say whether the file is listed.</exception>
    public async Task<CatalogEntry?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var asked = _clock.Now;
        while (!IsAnswered(asked))
        {
            if (IncompleteScan(asked) is { } failure)
                return _entries.Find(fileId) ?? throw failure;
            var scan = JoinOrStart(fileId, wholeListSince: null);
            if (await scan.WaitForAsync(fileId, () => _entries.Find(fileId), cancellationToken) is { } entry)
                return entry;
        }

        // It may have appeared between the caller's look into the catalog and the end of the scan that answers.
        return _entries.Find(fileId);
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
                await EndAsync(scan, cancellationToken);
            else if (await scan.WaitForAsync(fileId, () => _entries.Find(fileId), cancellationToken) is { } entry)
                return entry;
        }

        return _entries.Find(fileId) is { } seen && seen.SeenAt >= notBefore ? seen : null;
    }

    /// <summary>Reads the whole list into the catalog, unless that was done so recently that it still counts.</summary>
    /// <exception cref="ProcessingApiException">A page could not be read.</exception>
    public async Task ScanAsync(CancellationToken cancellationToken)
    {
        var notBefore = _clock.Now - _options.Freshness;
        while (!WasWholeListRead(notBefore))
        {
            var scan = JoinOrStart(awaited: null, wholeListSince: notBefore);
            await (scan.StartedAt < notBefore ? EndAsync(scan, cancellationToken) : scan.Completion.WaitAsync(cancellationToken));
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
            await scan.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool IsAnswered(DateTimeOffset asked)
    {
        lock (_lock)
            return _schedule.IsAnswered(asked);
    }

    // A scan that saw most of the list and failed at a page answers as long as a complete one would, and with its failure: else every
    // unknown id would have the whole list read.
    private ProcessingApiException? IncompleteScan(DateTimeOffset asked)
    {
        lock (_lock)
            return _incomplete is var (at, why) && at + _options.Freshness > asked ? why : null;
    }

    // A scan that began too early for somebody is waited for, whatever becomes of it: then it is their turn.
    private static async Task EndAsync(SharedScan scan, CancellationToken cancellationToken)
    {
        await scan.Completion.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private bool WasWholeListRead(DateTimeOffset notBefore)
    {
        lock (_lock)
            return _schedule.FullScanAt >= notBefore;
    }

    // What is wanted of a scan is told to it under the lock, under which it also decides how far it goes.
    private SharedScan JoinOrStart(FileId? awaited, DateTimeOffset? wholeListSince)
    {
        bool isNew;
        SharedScan scan;
        lock (_lock)
        {
            isNew = _scan is null;
            scan = _scan ??= new SharedScan(_clock.Now);
            if (scan.StartedAt >= (wholeListSince ?? DateTimeOffset.MinValue))
            {
                if (awaited is { } fileId)
                    scan.Await(fileId);
                if (wholeListSince is not null)
                    scan.WantWholeList();
            }
        }

        if (isNew)
        {
            _metrics.ScanStarted();
            _ = Detached.Run(() => RunAsync(scan));
        }
        else
        {
            _metrics.ScanJoined();
        }

        return scan;
    }

    // Never fails itself: what goes wrong is the outcome of the scan, for those who wait.
    private async Task RunAsync(SharedScan scan)
    {
        Exception? failure = null;
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_options.CatalogScanDeadlineSeconds), _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
            await RunAsync(scan, either.Token);
        }
        catch (OperationCanceledException exception)
        {
            failure = new ProcessingApiException(ProcessingApiFailure.Timeout, "The list of files could not be read in time.", exception);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        lock (_lock)
            _scan = null;
        (failure is null ? (Action)_metrics.ScanCompleted : _metrics.ScanFailed)();
        scan.End(failure);
    }

    private async Task RunAsync(SharedScan scan, CancellationToken cancellationToken)
    {
        int knownEnd;
        lock (_lock)
            knownEnd = _knownEnd;
        if (knownEnd > 0 && await IsEnoughAsync(scan, knownEnd, cancellationToken))
            return;

        var anyPage = false;
        try
        {
            var (end, changed) = await _reader.ReadOnAsync(start: 0, Show, cancellationToken);
            Complete(scan, end, changed);
        }
        catch (ProcessingApiException exception) when (anyPage)
        {
            lock (_lock)
                _incomplete = (scan.StartedAt, exception);
            throw;
        }

        void Show(IReadOnlyList<CatalogEntry> page)
        {
            anyPage = true;
            scan.Show(page);
        }
    }

    // Reads on from the known end, and decides whether the whole list must be read as well.
    private async Task<bool> IsEnoughAsync(SharedScan scan, int knownEnd, CancellationToken cancellationToken)
    {
        try
        {
            var (end, anyNew) = await _reader.ReadOnAsync(knownEnd, scan.Show, cancellationToken);
            lock (_lock)
            {
                _knownEnd = end;
                _schedule.EndSeen(scan.StartedAt, changed: anyNew || end > knownEnd);
                return !scan.IsWholeListWanted && !(scan.IsAwaited && _schedule.IsFullScanDue(scan.StartedAt));
            }
        }
        catch (ProcessingApiException exception) when (exception.Failure is ProcessingApiFailure.Invalid)
        {
            // The page at the end is broken: the rest of the list may not be.
            return false;
        }
    }

    private void Complete(SharedScan scan, int end, bool changed)
    {
        lock (_lock)
        {
            // A list that changes under a scan can hide a file from it: only what two scans did not show is gone.
            var previous = _schedule.FullScanAt ?? DateTimeOffset.MinValue;
            _entries.Prune(seenBefore: previous, spareSince: scan.StartedAt);
            _writer.Prune(seenBefore: previous);

            _schedule.FullScanCompleted(scan.StartedAt, changed || end != _knownEnd);
            (_knownEnd, _incomplete) = (end, null);
        }
    }
}
