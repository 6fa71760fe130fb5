namespace Snackable.Application.ProcessingApi;

/// <summary>
/// How much of the time of some work its calls have stood in our own queue. Whoever meets the deadline there is told of our limit, and not
/// that the processing API was slow. Thread-safe.
/// </summary>
/// <param name="around">That of the work that this one is a part of.</param>
/// <param name="everyone">That of this process: what counts for work that waits for calls of others.</param>
/// <param name="clock">Measures the time.</param>
public sealed class QueueTime(QueueTime? around, QueueTime? everyone, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly long _startedAt = clock.GetTimestamp();
    private readonly TimeSpan _everyonesBefore = everyone?.Look().Queued ?? TimeSpan.Zero;
    private TimeSpan _queued;
    private long _queuedSince;
    private int _calls;
    private int _waitsForOthers;

    /// <summary>
    /// Whether the work stands in the queue now, or has stood there for most of its time. Of work that waits for calls of others, the pages of a
    /// scan for example, any call of this process that stood there counts.
    /// </summary>
    public bool IsWhatTheTimeWentTo
    {
        get
        {
            var half = clock.GetElapsedTime(_startedAt) / 2;
            var (isQueued, queued) = Look();
            if (isQueued || queued > half)
                return true;
            if (everyone is null || Volatile.Read(ref _waitsForOthers) == 0)
                return false;
            var others = everyone.Look();
            return others.IsQueued || others.Queued - _everyonesBefore > half;
        }
    }

    internal void Enter()
    {
        lock (_lock)
        {
            if (_calls++ == 0)
                _queuedSince = clock.GetTimestamp();
        }

        around?.Enter();
    }

    internal void Leave()
    {
        lock (_lock)
        {
            if (--_calls == 0)
                _queued += clock.GetElapsedTime(_queuedSince);
        }

        around?.Leave();
    }

    internal void WaitForOthers()
    {
        Interlocked.Increment(ref _waitsForOthers);
        around?.WaitForOthers();
    }

    internal void GoOn()
    {
        Interlocked.Decrement(ref _waitsForOthers);
        around?.GoOn();
    }

    private (bool IsQueued, TimeSpan Queued) Look()
    {
        lock (_lock)
            return (_calls > 0, _calls > 0 ? _queued + clock.GetElapsedTime(_queuedSince) : _queued);
    }
}
