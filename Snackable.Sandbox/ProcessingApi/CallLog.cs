namespace Snackable.Sandbox.ProcessingApi;

/// <summary>Counts and remembers the calls that arrived. Safe for use by many threads.</summary>
public sealed class CallLog
{
    /// <summary>How many calls <see cref="All"/> goes back: a stand-in that runs for days must not fill the memory.</summary>
    private const int Remembered = 100_000;

    private readonly Lock _lock = new();
    private readonly Queue<Call> _calls = new();
    private readonly int[] _counts = new int[Enum.GetValues<CallKind>().Length];
    private int _pagesInFlight;
    private int _mostPagesInFlight;

    /// <summary>The number of page calls.</summary>
    public int Pages => Count(CallKind.Page);

    /// <summary>The number of details calls.</summary>
    public int Details => Count(CallKind.Details);

    /// <summary>The number of segments calls.</summary>
    public int Segments => Count(CallKind.Segments);

    /// <summary>The number of calls of every kind.</summary>
    public int Total
    {
        get
        {
            lock (_lock)
                return _counts.Sum();
        }
    }

    /// <summary>The largest number of page calls that were being answered at the same time.</summary>
    public int MostPagesInFlight
    {
        get
        {
            lock (_lock)
                return _mostPagesInFlight;
        }
    }

    /// <summary>The calls in the order of their arrival (the latest 100,000).</summary>
    public IReadOnlyList<Call> All
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    /// <summary>Forgets everything but the calls in flight.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _calls.Clear();
            Array.Clear(_counts);
            _mostPagesInFlight = _pagesInFlight;
        }
    }

    internal void Begin(Call call)
    {
        lock (_lock)
        {
            _counts[(int)call.Kind]++;
            if (_calls.Count == Remembered)
                _calls.Dequeue();
            _calls.Enqueue(call);
            if (call.Kind == CallKind.Page)
                _mostPagesInFlight = Math.Max(_mostPagesInFlight, ++_pagesInFlight);
        }
    }

    internal void End(Call call)
    {
        if (call.Kind != CallKind.Page)
            return;
        lock (_lock)
            _pagesInFlight--;
    }

    private int Count(CallKind kind)
    {
        lock (_lock)
            return _counts[(int)kind];
    }
}
