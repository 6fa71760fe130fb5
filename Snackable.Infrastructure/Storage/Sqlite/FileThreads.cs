namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>
/// Threads for SQLite's calls, which block for as long as the disk takes. Changing threads costs more than a read does while the disk is fast:
/// a read runs on its caller's thread, as long as one of the thread pool's is left to answer everyone else.
/// </summary>
/// <param name="clock">The clock of the timeouts.</param>
internal sealed class FileThreads(TimeProvider clock) : TaskScheduler, IDisposable
{
    private const int MaxThreads = 8;

    private const TaskCreationOptions Options =
        TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler | TaskCreationOptions.RunContinuationsAsynchronously;

    // The thread pool starts with a thread for each processor, and adds more slowly.
    private static readonly int MaxBlockedCallers = Environment.ProcessorCount - 1;

    private readonly LinkedList<Task> _queue = new();
    private int _blockedCallers;
    private bool _started;
    private bool _ended;

    /// <summary>Runs a read on the caller's thread, or else on one of these.</summary>
    /// <param name="read">What to do.</param>
    /// <param name="timeout">How long to wait for one of these threads and the read on it. A read that has begun goes on, for nobody.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">The read took longer.</exception>
    public ValueTask<T> ReadAsync<T>(Func<T> read, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (Interlocked.Increment(ref _blockedCallers) <= MaxBlockedCallers)
                return new ValueTask<T>(read());
        }
        finally
        {
            Interlocked.Decrement(ref _blockedCallers);
        }

        return new ValueTask<T>(LimitAsync(token => QueueAsync(read, token).WaitAsync(token), timeout, cancellationToken));
    }

    /// <summary>Runs a write on one of these threads. A write that has begun is waited for: its outcome is known.</summary>
    /// <param name="write">What to do.</param>
    /// <param name="timeout">How long to wait for one of these threads.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">No thread was free in time: nothing is written.</exception>
    public Task<T> WriteAsync<T>(Func<T> write, TimeSpan timeout, CancellationToken cancellationToken) =>
        LimitAsync(token => QueueAsync(write, token), timeout, cancellationToken);

    /// <summary>Ends the threads, once the work that they were given is done.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _ended = true;
            Monitor.PulseAll(_queue);
        }
    }

    /// <inheritdoc />
    protected override void QueueTask(Task task)
    {
        lock (_queue)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            for (var number = 0; !_started && number < MaxThreads; number++)
                new Thread(Work) { IsBackground = true, Name = "SQLite" }.UnsafeStart();
            _started = true;
            _queue.AddLast(task);
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>Takes a task that is canceled out of the queue.</summary>
    protected override bool TryDequeue(Task task)
    {
        lock (_queue)
            return _queue.Remove(task);
    }

    /// <inheritdoc />
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc />
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_queue)
            return [.. _queue];
    }

    private async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(exception.Message, exception);
        }
    }

    // TaskFactory.StartNew would not hear of the cancellation before one of the threads is free.
    private Task<T> QueueAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var task = new Task<T>(work, cancellationToken, Options);
        try
        {
            task.Start(this);
        }
        catch (InvalidOperationException) when (task.IsCanceled)
        {
            // It was canceled before it could be started.
        }

        return task;
    }

    private void Work()
    {
        while (Next() is { } task)
            TryExecuteTask(task);
    }

    private Task? Next()
    {
        lock (_queue)
        {
            while (_queue.Count == 0 && !_ended)
                Monitor.Wait(_queue);
            var next = _queue.First;
            if (next is not null)
                _queue.RemoveFirst();
            return next?.Value;
        }
    }
}
