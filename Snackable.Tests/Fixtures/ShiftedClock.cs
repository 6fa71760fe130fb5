namespace Snackable.Tests.Fixtures;

/// <summary>The machine's clock, which a test can set forward: timers run on as they do.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _shiftTicks;

    public override long TimestampFrequency => System.TimestampFrequency;

    private TimeSpan Shift => TimeSpan.FromTicks(Volatile.Read(ref _shiftTicks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shiftTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Shift.TotalSeconds * TimestampFrequency);
}
