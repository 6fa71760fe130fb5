namespace Snackable.Sandbox.ProcessingApi;

/// <summary>Faults that happen to a share of the calls. The same seed gives the same sequence.</summary>
internal sealed class RandomFaults(StandInOptions options)
{
    // Longer than the longest time that the presentation API lets a caller wait by default.
    private static readonly TimeSpan SlowDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DribbleDelay = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly (double Rate, Fault Fault)[] _faults =
    [
        (options.ErrorRate, Fault.Status(StatusCodes.Status500InternalServerError)),
        (options.SlowRate, Fault.Slow(SlowDelay)),
        (options.DribbleRate, Fault.Dribble(DribbleDelay)),
        (options.MalformedRate, Fault.Malformed),
        (options.TruncatedRate, Fault.Truncated),
        (options.ForeignRate, Fault.Foreign),
    ];

    private Dice _dice = new((ulong)options.Seed);

    public Fault? Next()
    {
        double share;
        lock (_lock)
            share = _dice.Share();

        foreach (var (rate, fault) in _faults)
        {
            if (share < rate)
                return fault;
            share -= rate;
        }

        return null;
    }
}
