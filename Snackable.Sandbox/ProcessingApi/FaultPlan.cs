namespace Snackable.Sandbox.ProcessingApi;

/// <summary>
/// The faults that a test asked for. Of those that fit a call, the one that was added first happens. Safe for use by many threads.
/// </summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Adds a fault.</summary>
    /// <param name="which">The calls that it happens to.</param>
    /// <param name="fault">What happens.</param>
    /// <param name="times">How many calls it happens to before it is used up; every call if null.</param>
    public void Add(Func<Call, bool> which, Fault fault, int? times = null)
    {
        lock (_lock)
            _entries.Add(new Entry(which, fault) { Left = times });
    }

    /// <summary>Removes every fault.</summary>
    public void Clear()
    {
        lock (_lock)
            _entries.Clear();
    }

    internal Fault? Next(Call call)
    {
        lock (_lock)
        {
            var entry = _entries.Find(entry => entry.Left is null or > 0 && entry.Which(call));
            if (entry is { Left: not null })
                entry.Left--;
            return entry?.Fault;
        }
    }

    private sealed record Entry(Func<Call, bool> Which, Fault Fault)
    {
        public int? Left { get; set; }
    }
}
