using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Application.Catalog.Scanning;

/// <summary>
/// The scan in flight and what the scans before it say, under one lock: each question is answered, and each outcome noted, as of one
/// moment. Does no I/O and reads no clock. Thread-safe.
/// </summary>
/// <param name="freshness">For how long a scan answers, from its start on.</param>
internal sealed class ScanState(TimeSpan freshness)
{
    private readonly ScanSchedule _schedule = new(freshness);
    private readonly Lock _lock = new();
    private SharedScan? _scan;

    /// <summary>The scan in flight, if there is one.</summary>
    public SharedScan? InFlight
    {
        get
        {
            lock (_lock)
                return _scan;
        }
    }

    /// <inheritdoc cref="ScanSchedule.IsAnswered"/>
    public bool IsAnswered(DateTimeOffset now)
    {
        lock (_lock)
            return _schedule.IsAnswered(now);
    }

    /// <inheritdoc cref="ScanSchedule.FailureThatAnswers"/>
    public ProcessingApiException? FailureThatAnswers(DateTimeOffset now)
    {
        lock (_lock)
            return _schedule.FailureThatAnswers(now);
    }

    /// <summary>Whether the whole list was read by a scan that began at this moment or later.</summary>
    public bool WasWholeListRead(DateTimeOffset notBefore)
    {
        lock (_lock)
            return _schedule.FullScanAt >= notBefore;
    }

    /// <summary>
    /// Joins the scan in flight, or takes note of a new one. Joining and deciding to stop take the same lock: a scan either sees who joins or
    /// is replaced by the next one.
    /// </summary>
    /// <param name="awaited">A file that somebody waits for.</param>
    /// <param name="wholeListSince">If the whole list is to be read, whatever is known of it: how early that may have begun.</param>
    /// <param name="now">When a new scan begins.</param>
    /// <returns>The scan, and whether the caller must run it.</returns>
    public (SharedScan Scan, bool IsNew) JoinOrStart(FileId? awaited, DateTimeOffset? wholeListSince, DateTimeOffset now)
    {
        lock (_lock)
        {
            var isNew = _scan is null;
            var scan = _scan ??= new SharedScan(now);
            scan.Want(awaited, wholeListSince);
            return (scan, isNew);
        }
    }

    /// <summary>Where the scan begins: at the list's known end, or at 0 when nothing is known of it.</summary>
    /// <param name="rememberedEnd">How far the list reached when an earlier process read it.</param>
    public int Begin(int rememberedEnd)
    {
        lock (_lock)
        {
            _schedule.RememberEnd(rememberedEnd);
            return _schedule.KnownEnd;
        }
    }

    /// <summary>Takes note that the list was read from its known end on, and decides whether that is enough for all who wait.</summary>
    /// <param name="scan">The scan in flight.</param>
    /// <param name="end">Where the list ends.</param>
    /// <param name="changed">Whether it was seen to be another list than before.</param>
    public bool IsEndEnough(SharedScan scan, int end, bool changed)
    {
        lock (_lock)
        {
            _schedule.EndSeen(scan.StartedAt, end, changed);
            return !scan.IsWholeListWanted && !(scan.IsAwaited && _schedule.IsFullScanDue(scan.StartedAt));
        }
    }

    /// <summary>Takes note that the whole list was read.</summary>
    /// <param name="scan">The scan in flight.</param>
    /// <param name="end">Where the list ends.</param>
    /// <param name="changed">Whether it was seen to be another list than before.</param>
    /// <returns>When the complete reading before this one began, if there was one.</returns>
    public DateTimeOffset? Complete(SharedScan scan, int end, bool changed)
    {
        lock (_lock)
        {
            var previous = _schedule.FullScanAt;
            _schedule.FullScanCompleted(scan.StartedAt, end, changed);
            return previous;
        }
    }

    /// <summary>Takes note that the whole list was read but for pages that could not be.</summary>
    public void Fail(SharedScan scan, ProcessingApiException why)
    {
        lock (_lock)
            _schedule.FullScanFailed(scan.StartedAt, why);
    }

    /// <summary>Takes note that the scan is over, so that another one can begin.</summary>
    public void End()
    {
        lock (_lock)
            _scan = null;
    }
}
