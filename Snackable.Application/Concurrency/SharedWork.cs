using Snackable.Application.ProcessingApi;

namespace Snackable.Application.Concurrency;

/// <summary>
/// Work that is done once for everyone who wants its result at the same time. It belongs to nobody: it has its own deadline, and a
/// caller who leaves harms no other. Its place in the table is free again before anyone sees its outcome, whatever that is, so that
/// a failure is never handed to someone who came after it.
/// </summary>
/// <typeparam name="TKey">What tells one piece of work from another.</typeparam>
/// <typeparam name="TResult">What it results in.</typeparam>
public sealed class SharedWork<TKey, TResult>(UpstreamDeadline deadline) : IAsyncDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Piece> _inFlight = [];
    private readonly CancellationTokenSource _stopping = new();
    private long _clock;

    /// <summary>Joins the work in flight for a key, or starts it.</summary>
    /// <param name="key">Which work.</param>
    /// <param name="kind">Told to those who join: some can't use a result of every kind.</param>
    /// <param name="work">What to do if it must be started; its token ends it at its deadline.</param>
    public Piece JoinOrStart(TKey key, WorkKind kind, Func<CancellationToken, Task<TResult>> work)
    {
        lock (_lock)
        {
            if (_inFlight.TryGetValue(key, out var running))
                return running with { Joined = true };

            // On a thread of its own: not a line of the work runs before the table knows of it, or while the table is locked.
            var task = Task.Run(() => RunAsync(key, work));
            _ = task.ContinueWith(Observe, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            var started = new Piece(kind, ++_clock, task, Joined: false);
            _inFlight.Add(key, started);
            return started;
        }
    }

    /// <summary>A moment between the pieces of work: greater than the <see cref="Piece.StartedAt"/> of all that have started.</summary>
    public long Now()
    {
        lock (_lock)
            return ++_clock;
    }

    /// <summary>Ends the work in flight and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task[] running;
        lock (_lock)
            running = [.. _inFlight.Values.Select(piece => piece.Task)];
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<TResult> RunAsync(TKey key, Func<CancellationToken, Task<TResult>> work)
    {
        try
        {
            return await deadline.RunAsync(work, _stopping.Token);
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
    /// <param name="Kind">As given by the one who started it.</param>
    /// <param name="StartedAt">When it started, in the order of all work of this table.</param>
    /// <param name="Task">Its outcome.</param>
    /// <param name="Joined">Whether somebody else had started it.</param>
    public sealed record Piece(WorkKind Kind, long StartedAt, Task<TResult> Task, bool Joined);
}

/// <summary>What a piece of shared work is good for.</summary>
public enum WorkKind
{
    /// <summary>What is stored already will do.</summary>
    Fill,

    /// <summary>The result is fetched anew, even if something is stored.</summary>
    Renew,
}
