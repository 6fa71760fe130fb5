namespace Snackable.Sandbox.ProcessingApi;

/// <summary>Holds calls back until it is opened, so that a test decides what happens at the same time. It is open at first.</summary>
public sealed class Gate
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly HashSet<TaskCompletionSource> _waiting = [];
    private readonly List<(int Callers, TaskCompletionSource Reached)> _watchers = [];
    private Func<Call, bool>? _which;

    /// <summary>The number of calls that wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Lets calls wait from now on. They are counted before they wait. Calls that wait already go on waiting.</summary>
    /// <param name="which">The calls that must wait; every call if null.</param>
    public void Close(Func<Call, bool>? which = null)
    {
        lock (_lock)
            _which = which ?? (_ => true);
    }

    /// <summary>Lets every waiting and every later call through.</summary>
    public void Open()
    {
        TaskCompletionSource[] released;
        lock (_lock)
        {
            _which = null;
            released = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var caller in released)
            caller.TrySetResult();
    }

    /// <summary>Completes as soon as at least <paramref name="callers"/> calls wait at the same time.</summary>
    /// <param name="callers">The number of calls to wait for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">So many did not come within 30 seconds.</exception>
    public async Task WaitForAsync(int callers, CancellationToken cancellationToken = default)
    {
        var watcher = (callers, Reached: NewSource());
        lock (_lock)
        {
            if (_waiting.Count >= callers)
                return;
            _watchers.Add(watcher);
        }

        try
        {
            await watcher.Reached.Task.WaitAsync(Timeout, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{callers} calls should wait at the gate; after {Timeout.TotalSeconds} s {Waiting} do.", e);
        }
        finally
        {
            lock (_lock)
                _watchers.Remove(watcher);
        }
    }

    internal Task PassAsync(Call call, CancellationToken leaving)
    {
        var caller = NewSource();
        lock (_lock)
        {
            if (_which?.Invoke(call) != true)
                return Task.CompletedTask;
            _waiting.Add(caller);
            foreach (var watcher in _watchers.Where(watcher => _waiting.Count >= watcher.Callers))
                watcher.Reached.TrySetResult();
        }

        return WaitAsync(caller, leaving);
    }

    private async Task WaitAsync(TaskCompletionSource caller, CancellationToken leaving)
    {
        await using var _ = leaving.Register(() => Leave(caller, leaving));
        await caller.Task;
    }

    private void Leave(TaskCompletionSource caller, CancellationToken leaving)
    {
        lock (_lock)
            _waiting.Remove(caller);
        caller.TrySetCanceled(leaving);
    }

    // Continuations must not run inside the lock, nor one after the other on the thread that opens the gate.
    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
