namespace Snackable.Application.Concurrency;

/// <summary>
/// The time of day, as a clock on the wall that nobody sets shows it: it starts right and then only goes forward, evenly. What is
/// compared with other times of this process must not jump when the machine's clock is corrected.
/// </summary>
public sealed class SteadyClock(TimeProvider clock)
{
    private readonly DateTimeOffset _origin = clock.GetUtcNow();
    private readonly long _start = clock.GetTimestamp();

    /// <summary>The time.</summary>
    public DateTimeOffset Now => _origin + clock.GetElapsedTime(_start);
}
