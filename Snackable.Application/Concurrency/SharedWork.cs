namespace Snackable.Application.Concurrency;

/// <summary>
/// Work that is done once for everyone who wants its result at the same time. It belongs to nobody: a caller who leaves harms no other.
/// Its key is free again before anyone sees its outcome, so that a failure is never handed to someone who came after it.
/// </summary>
/// <typeparam name="TKey">What tells one work from another, its kind included.</typeparam>
/// <typeparam name="TResult">What it results in.</typeparam>
public sealed class SharedWork<TKey, TResult> : IAsyncDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, InFlight> _inFlight = [];
    private readonly CancellationTokenSource _stopping = new();
    private long _timestamp;

    /// <summary>Joins the work in flight for a key, or starts it.</summary>
    /// <param name="key">Which work.</param>
    /// <param name="work">What to do if it must be started. Bounds its own time; its token ends it when the process stops.</param>
    public InFlight JoinOrStart(TKey key, Func<CancellationToken, Task<TResult>> work)
    {
        lock (_lock)
        {
            if (_inFlight.TryGetValue(key, out var running))
                return running with { Joined = true };

            // On another thread: not a line of the work runs before the table knows of it, or while the table is locked.
            var task = Task.Run(() => RunAsync(key, work));
            _ = task.ContinueWith(Observe, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            var started = new InFlight(++_timestamp, task, Joined: false);
            _inFlight.Add(key, started);
            return started;
        }
    }

    /// <summary>Joins the work in flight for a key, if there is any.</summary>
    public InFlight? TryJoin(TKey key)
    {
        lock (_lock)
            return _inFlight.TryGetValue(key, out var running) ? running with { Joined = true } : null;
    }

    /// <summary>Takes a logical timestamp: larger than the <see cref="InFlight.StartedAt"/> of all work started so far.</summary>
    public long TakeTimestamp()
    {
        lock (_lock)
            return ++_timestamp;
    }

    /// <summary>Ends the work in flight and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task[] running;
        lock (_lock)
            running = [.. _inFlight.Values.Select(work => work.Task)];
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<TResult> RunAsync(TKey key, Func<CancellationToken, Task<TResult>> work)
    {
        try
        {
            return await work(_stopping.Token);
        }
        finally
        {
            lock (_lock)
                _inFlight.Remove(key);
        }
    }

    // Everybody may have left: then nobody else looks at the failure.
    private static void Observe(Task task) => _ = task.Exception;

    /// <summary>Work in flight.</summary>
    /// <param name="StartedAt">The logical timestamp of its start.</param>
    /// <param name="Task">Its outcome.</param>
    /// <param name="Joined">Whether somebody else had started it.</param>
    public sealed record InFlight(long StartedAt, Task<TResult> Task, bool Joined);
}
