namespace Snackable.Application.Concurrency;

/// <summary>
/// The time of day, read once at start and then advanced by a monotonic timer. Times of this process are compared with each other, and
/// must not jump when the machine's clock is corrected.
/// </summary>
public sealed class SteadyClock(TimeProvider clock)
{
    private readonly DateTimeOffset _origin = clock.GetUtcNow();
    private readonly long _start = clock.GetTimestamp();

    /// <summary>The time.</summary>
    public DateTimeOffset Now => _origin + clock.GetElapsedTime(_start);
}
