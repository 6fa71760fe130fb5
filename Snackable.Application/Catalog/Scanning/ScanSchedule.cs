using Snackable.Application.ProcessingApi;

namespace Snackable.Application.Catalog.Scanning;

/// <summary>
/// Decides, by what the last scans saw of the list as a whole, when that still answers for every file, where the next scan begins,
/// and when the whole list must be read again. Does no I/O and reads no clock. Not thread-safe.
/// </summary>
/// <remarks>
/// New files are usually appended, so that a look at the list's end is enough for a while after the whole list was read. How long
/// a while doubles each time a whole reading shows nothing new, and is short again as soon as anything new is seen: so ids that
/// nobody knows can't keep the processing API busy, and a list that changes is followed closely.
/// </remarks>
public sealed class ScanSchedule
{
    /// <summary>The maximum time between two readings of the whole list while somebody asks for unknown files.</summary>
    public static readonly TimeSpan MaxDistance = TimeSpan.FromSeconds(60);

    // Even where nothing is taken to be fresh, unknown ids must not have the whole list read back to back.
    private static readonly TimeSpan MinDistance = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _freshness;
    private DateTimeOffset? _endSeenAt;
    private TimeSpan _distance;
    private (DateTimeOffset At, ProcessingApiException Why)? _incomplete;

    /// <summary>Starts with nothing seen.</summary>
    /// <param name="freshness">For how long a scan answers, from its start on.</param>
    public ScanSchedule(TimeSpan freshness) => (_freshness, _distance) = (freshness, Max(freshness, MinDistance));

    /// <summary>Where the list ended when it was last read to its end; 0 when nothing is known of it.</summary>
    public int KnownEnd { get; private set; }

    /// <summary>When the last complete reading of the whole list began, if there was one.</summary>
    public DateTimeOffset? FullScanAt { get; private set; }

    /// <summary>Whether the whole list must be read before anyone may say that a file is not on it.</summary>
    public bool IsFullScanDue(DateTimeOffset now) => FullScanAt is not { } last || now >= last + _distance;

    /// <summary>Whether complete scans so recent that they still count answer for every file: one that they did not show is not listed.</summary>
    public bool IsAnswered(DateTimeOffset now) =>
        IsFresh(FullScanAt, now) || (IsFresh(_endSeenAt, now) && !IsFullScanDue(now));

    /// <summary>Why nobody can say that a file is not listed, if a scan that missed a page is so recent that it still counts.</summary>
    /// <remarks>It counts as long as a complete one would: else every unknown id would have the whole list read.</remarks>
    public ProcessingApiException? FailureThatAnswers(DateTimeOffset now) =>
        _incomplete is var (at, why) && at + _freshness > now ? why : null;

    /// <summary>Takes note that the list reached so far when an earlier process read it. What this process saw itself counts more.</summary>
    public void RememberEnd(int end)
    {
        if (_endSeenAt is null && FullScanAt is null)
            KnownEnd = end;
    }

    /// <summary>Takes note that the list was read from its known end on, and to its end.</summary>
    /// <param name="startedAt">When that began.</param>
    /// <param name="end">Where the list ends. Whatever is beyond the known end shows that it has grown, or shifted.</param>
    /// <param name="changed">Whether it was seen to be another list than before.</param>
    public void EndSeen(DateTimeOffset startedAt, int end, bool changed)
    {
        _endSeenAt = startedAt;
        if (changed || end > KnownEnd)
            _distance = Max(_freshness, MinDistance);
        KnownEnd = end;
    }

    /// <summary>Takes note that the whole list was read without a page missing.</summary>
    /// <param name="startedAt">When that began.</param>
    /// <param name="end">Where the list ends.</param>
    /// <param name="changed">Whether it was seen to be another list than before.</param>
    public void FullScanCompleted(DateTimeOffset startedAt, int end, bool changed)
    {
        var min = Max(_freshness, MinDistance);
        var isAsBefore = !changed && end == KnownEnd && FullScanAt is not null;
        _distance = isAsBefore ? Max(min, Min(_distance * 2, MaxDistance)) : min;
        (FullScanAt, KnownEnd, _incomplete) = (startedAt, end, null);
    }

    /// <summary>Takes note that the whole list was read but for pages that could not be.</summary>
    /// <param name="startedAt">When that began.</param>
    /// <param name="why">What went wrong.</param>
    public void FullScanFailed(DateTimeOffset startedAt, ProcessingApiException why) => _incomplete = (startedAt, why);

    // Without a freshness window, what began when somebody asked, or later, still answers them.
    private bool IsFresh(DateTimeOffset? seenAt, DateTimeOffset now) => seenAt >= now || seenAt + _freshness > now;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
