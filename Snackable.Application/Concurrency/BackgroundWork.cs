namespace Snackable.Application.Concurrency;

/// <summary>Work in the background, one run at a time, whenever there is something to do. It belongs to nobody's trace.</summary>
/// <param name="work">Does all that there is to do. Its token is canceled when the process stops: it ends pauses, and need not end the work.</param>
internal sealed class BackgroundWork(Func<CancellationToken, Task> work) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _isWanted;

    /// <summary>Says that there is something to do. A run that is under way is followed by another one: it may have seen nothing of it.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            _isWanted = true;
            if (_isRunning)
                return;
            _isRunning = true;
            _running = Detached.Run(RunAsync);
        }
    }

    /// <summary>Ends pauses, and waits for the run under way: what it works with is disposed of next.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task running;
        lock (_lock)
            running = _running;
        await running;
    }

    private async Task RunAsync()
    {
        while (IsWanted())
            await work(_stopping.Token);
    }

    private bool IsWanted()
    {
        lock (_lock)
        {
            (_isRunning, _isWanted) = (_isWanted, false);
            return _isRunning;
        }
    }
}
