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

    /// <summary>Says who answers for a file that the catalog does not have: the scans before, or the one in flight, which is started if need be.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="askedAt">When somebody asked for it.</param>
    /// <param name="now">When a new scan begins.</param>
    public ScanAnswer Ask(FileId fileId, DateTimeOffset askedAt, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_schedule.IsAnswered(askedAt))
                return new ScanAnswer();
            return _schedule.FailureThatAnswers(askedAt) is { } failure
                ? new ScanAnswer { Failure = failure }
                : JoinOrStart(fileId, wholeListSince: null, now);
        }
    }

    /// <summary>Says whether the whole list was read, or else by which scan it will be. That one is started if need be.</summary>
    /// <param name="awaited">A file that somebody waits for.</param>
    /// <param name="notBefore">How early the reading may have begun. A scan that began earlier must end before the right one can begin.</param>
    /// <param name="now">When a new scan begins.</param>
    public ScanAnswer AskForWholeList(FileId? awaited, DateTimeOffset notBefore, DateTimeOffset now)
    {
        lock (_lock)
            return _schedule.FullScanAt >= notBefore ? new ScanAnswer() : JoinOrStart(awaited, notBefore, now);
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

    // Joining and deciding to stop take the same lock: a scan either sees who joins or is replaced by the next one.
    private ScanAnswer JoinOrStart(FileId? awaited, DateTimeOffset? wholeListSince, DateTimeOffset now)
    {
        var isNew = _scan is null;
        var scan = _scan ??= new SharedScan(now);
        scan.Want(awaited, wholeListSince);
        return new ScanAnswer { Scan = scan, IsNew = isNew };
    }
}

/// <summary>Who answers for a file: the scan, if there is one, else the scans before it.</summary>
internal readonly record struct ScanAnswer
{
    /// <summary>The scan to wait for; <see langword="null"/> when the scans before answer.</summary>
    public SharedScan? Scan { get; init; }

    /// <summary>Whether the caller must run the scan.</summary>
    public bool IsNew { get; init; }

    /// <summary>Without a scan: why nobody can say that the file is not listed. <see langword="null"/> when it is not, unless the catalog has it.</summary>
    public ProcessingApiException? Failure { get; init; }
}
