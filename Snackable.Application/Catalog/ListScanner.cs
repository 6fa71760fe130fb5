using Microsoft.Extensions.Options;
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
    private readonly TimeProvider _clock;
    private readonly ScanSchedule _schedule;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private SharedScan? _scan;
    private int _knownEnd;

    /// <summary>Scans nothing yet.</summary>
    public ListScanner(
        CatalogReader reader, CatalogEntries entries, CatalogWriter writer, IOptions<CatalogOptions> options, FileMetrics metrics, TimeProvider clock)
    {
        (_reader, _entries, _writer, _options, _metrics, _clock) = (reader, entries, writer, options.Value, metrics, clock);
        _schedule = new ScanSchedule(_options.Freshness);
    }

    /// <summary>Takes note that the list reaches at least so far, as the store remembers.</summary>
    public void KnowEnd(int end)
    {
        lock (_lock)
            _knownEnd = Math.Max(_knownEnd, end);
    }

    /// <summary>Until when a file that is not in the catalog counts as not listed; a moment in the past when nobody can say.</summary>
    public DateTimeOffset AnsweredUntil()
    {
        lock (_lock)
            return _schedule.IsAnswered(_clock.GetUtcNow()) ? _schedule.AnsweredUntil : DateTimeOffset.MinValue;
    }

    /// <summary>Looks for a file that is not in the catalog, as far as anyone remembers.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="cancellationToken">Ends the wait, not the scan.</param>
    /// <returns>The file; <see langword="null"/> when complete scans that began recently enough did not show it.</returns>
    /// <exception cref="ProcessingApiException">A page could not be read, so that nobody can say whether the file is listed.</exception>
    public async Task<CatalogEntry?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var asked = _clock.GetUtcNow();
        while (!IsAnswered(asked))
        {
            var scan = JoinOrStart(fileId, wholeList: false);
            if (await scan.WaitForAsync(fileId, () => _entries.Find(fileId), cancellationToken) is { } entry)
                return entry;
        }

        return null;
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
            var scan = JoinOrStart(fileId, wholeList: true);
            if (scan.StartedAt < notBefore)
                await scan.Completion.ContinueWith(_ => { }, cancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
            else if (await scan.WaitForAsync(fileId, () => _entries.Find(fileId), cancellationToken) is { } entry)
                return entry;
        }

        return null;
    }

    /// <summary>Reads the whole list into the catalog.</summary>
    /// <exception cref="ProcessingApiException">A page could not be read.</exception>
    public async Task ScanAsync(CancellationToken cancellationToken)
    {
        var asked = _clock.GetUtcNow();
        while (!WasWholeListRead(notBefore: asked))
            await JoinOrStart(awaited: null, wholeList: true).Completion.WaitAsync(cancellationToken);
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

    private bool WasWholeListRead(DateTimeOffset notBefore)
    {
        lock (_lock)
            return _schedule.FullScanAt >= notBefore;
    }

    // What is wanted of a scan is told to it under the lock, under which it also decides how far it goes.
    private SharedScan JoinOrStart(FileId? awaited, bool wholeList)
    {
        lock (_lock)
        {
            var isNew = _scan is null;
            var scan = _scan ??= new SharedScan(_clock.GetUtcNow());
            if (awaited is { } fileId)
                scan.Await(fileId);
            if (wholeList)
                scan.WantWholeList();
            if (isNew)
                _ = Task.Run(() => RunAsync(scan));
            (isNew ? (Action)_metrics.ScanStarted : _metrics.ScanJoined)();
            return scan;
        }
    }

    // Never fails itself: what goes wrong is the outcome of the scan, for those who wait.
    private async Task RunAsync(SharedScan scan)
    {
        Exception? failure = null;
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_options.CatalogScanDeadlineSeconds), _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
            await RunAsync(scan, either.Token);
            _metrics.ScanCompleted();
        }
        catch (OperationCanceledException exception)
        {
            failure = new ProcessingApiException(ProcessingApiFailure.Timeout, "The list of files could not be read in time.", exception);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        if (failure is not null)
            _metrics.ScanFailed();
        lock (_lock)
            _scan = null;
        scan.End(failure);
    }

    private async Task RunAsync(SharedScan scan, CancellationToken cancellationToken)
    {
        int knownEnd;
        lock (_lock)
            knownEnd = _knownEnd;

        if (knownEnd > 0)
        {
            var (end, anyNew) = await _reader.ReadOnAsync(knownEnd, scan.Show, cancellationToken);
            lock (_lock)
            {
                _knownEnd = end;
                _schedule.EndSeen(scan.StartedAt, anyNew);
                if (!scan.IsWholeListWanted && !(scan.IsAwaited && _schedule.IsFullScanDue(scan.StartedAt)))
                    return;
            }
        }

        var whole = await _reader.ReadOnAsync(start: 0, scan.Show, cancellationToken);
        _entries.Prune(seenBefore: scan.StartedAt);
        _writer.Prune(seenBefore: scan.StartedAt);
        lock (_lock)
        {
            _knownEnd = whole.End;
            _schedule.FullScanCompleted(scan.StartedAt, whole.AnyNew);
        }
    }
}
