namespace Snackable.Application.Catalog.Scanning;

/// <summary>A page to read: the places of the list from <paramref name="Offset"/> up to, not including, <paramref name="Until"/>.</summary>
/// <param name="Offset">The first place.</param>
/// <param name="Until">Where the next read takes over: what the page does not reach must be read again from where it stopped.</param>
public readonly record struct PageRead(int Offset, int Until);

/// <summary>
/// Decides which pages one scan of the list reads next, and when it has seen the whole list. Does no I/O and knows no clock:
/// the one who reads the pages reports what came. Not thread-safe.
/// </summary>
/// <remarks>
/// Pages are read ahead as if every page were full. One that is not leaves a gap, which is read from where the page stopped,
/// because only an empty page means the end. The number of pages in flight starts at one and grows with every full page, so that
/// a short list costs few pages past its end, a look past a list's known end costs one or two, and a processing API that is down
/// costs one.
/// </remarks>
public sealed class ScanPlan
{
    private readonly Queue<PageRead> _gaps = new();
    private readonly int _limit;
    private readonly int _maxConcurrency;
    private int _readAhead;
    private int _window = 1;
    private int _inFlight;

    /// <summary>Plans a scan.</summary>
    /// <param name="start">The first place to read.</param>
    /// <param name="limit">The first place that does not count any more.</param>
    /// <param name="maxConcurrency">Pages in flight at most.</param>
    public ScanPlan(int start, int limit, int maxConcurrency)
    {
        _readAhead = start;
        _limit = limit;
        _maxConcurrency = maxConcurrency;
        End = limit;
    }

    /// <summary>Where the list ends, as far as the scan has come: the first place known to be empty, or the limit.</summary>
    public int End { get; private set; }

    /// <summary>Whether no place before the list's end is still to be read.</summary>
    public bool IsComplete => _inFlight == 0 && _gaps.Count == 0 && _readAhead >= End;

    /// <summary>Says which page to read now, if there is one.</summary>
    /// <param name="read">The page.</param>
    /// <returns>Whether there is a page to read now; when not, and the scan is not complete, pages in flight must come in first.</returns>
    public bool TryNext(out PageRead read)
    {
        read = default;
        if (_inFlight >= _window)
            return false;
        if (!_gaps.TryDequeue(out read))
        {
            if (_readAhead >= End)
                return false;
            read = new PageRead(_readAhead, Math.Min(_readAhead + CatalogOptions.PageSize, _limit));
            _readAhead = read.Until;
        }

        _inFlight++;
        return true;
    }

    /// <summary>Takes note of a page that was read.</summary>
    /// <param name="read">What was to be read.</param>
    /// <param name="length">How many places the page spans; 0 means that the list ended at the read's offset or before.</param>
    public void Received(PageRead read, int length)
    {
        _inFlight--;
        if (length == 0)
            EndAt(read.Offset);
        else if (read.Offset + length < Math.Min(read.Until, End))
            _gaps.Enqueue(read with { Offset = read.Offset + length });
        else
            _window = Math.Min(_window + 1, _maxConcurrency);
    }

    /// <summary>Takes note of a page that could not be read. The scan can go on past it, but does not answer for the files on it.</summary>
    public void Failed() => _inFlight--;

    private void EndAt(int offset)
    {
        End = Math.Min(End, offset);
        for (var remaining = _gaps.Count; remaining > 0; remaining--)
        {
            var gap = _gaps.Dequeue();
            if (gap.Offset < End)
                _gaps.Enqueue(gap);
        }
    }
}
