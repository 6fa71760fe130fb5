namespace Snackable.Application.Catalog;

/// <summary>
/// Decides when what the last scans saw still answers for every file, and when the whole list must be read again. Does no I/O
/// and reads no clock. Not thread-safe.
/// </summary>
/// <remarks>
/// New files are usually appended, so that a look at the list's end is enough for a while after the whole list was read. How long
/// a while doubles each time a whole reading shows nothing new, and is short again as soon as anything new is seen: so ids that
/// nobody knows can't keep the processing API busy, and a list that changes is followed closely.
/// </remarks>
/// <param name="freshness">For how long a scan answers, from its start on.</param>
public sealed class ScanSchedule(TimeSpan freshness)
{
    private readonly TimeSpan _freshness = freshness;
    /// <summary>The longest time between two readings of the whole list while somebody asks for unknown files.</summary>
    public static readonly TimeSpan LongestDistance = TimeSpan.FromSeconds(60);

    private DateTimeOffset? _endSeenAt;
    private TimeSpan _distance = freshness;

    /// <summary>When the last complete reading of the whole list began, if there was one.</summary>
    public DateTimeOffset? FullScanAt { get; private set; }

    /// <summary>Whether the whole list must be read before anyone may say that a file is not on it.</summary>
    public bool IsFullScanDue(DateTimeOffset now) => FullScanAt is not { } last || now >= last + _distance;

    /// <summary>Whether complete scans so recent that they still count answer for every file: one that they did not show is not listed.</summary>
    public bool IsAnswered(DateTimeOffset now) =>
        IsFresh(FullScanAt, now) || (IsFresh(_endSeenAt, now) && !IsFullScanDue(now));

    /// <summary>Until when <see cref="IsAnswered"/> holds, if it holds now.</summary>
    public DateTimeOffset AnsweredUntil => Later(FullScanAt, _endSeenAt) + _freshness;

    /// <summary>Takes note that the list was read from its known end on, and to its end.</summary>
    public void EndSeen(DateTimeOffset startedAt, bool anyNew)
    {
        _endSeenAt = startedAt;
        if (anyNew)
            _distance = _freshness;
    }

    /// <summary>Takes note that the whole list was read without a page missing.</summary>
    public void FullScanCompleted(DateTimeOffset startedAt, bool anyNew)
    {
        var isFirst = FullScanAt is null;
        FullScanAt = startedAt;
        _distance = anyNew || isFirst ? _freshness : Shorter(_distance * 2, LongestDistance);
    }

    // Without a freshness window, what began when somebody asked, or later, still answers them.
    private bool IsFresh(DateTimeOffset? seenAt, DateTimeOffset now) => seenAt >= now || seenAt + _freshness > now;

    private TimeSpan Shorter(TimeSpan one, TimeSpan other)
    {
        var shorter = one < other ? one : other;
        return shorter > _freshness ? shorter : _freshness;
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset? other)
    {
        var (first, second) = (one ?? DateTimeOffset.MinValue, other ?? DateTimeOffset.MinValue);
        return first > second ? first : second;
    }
}
