using Microsoft.Extensions.Logging;
using Snackable.Application.Concurrency;

namespace Snackable.Application.Catalog;

/// <summary>
/// Reads the catalog from the store in the background, once: a store that can't be read now is read later. Look-ups wait for it for a
/// moment only, since the list can be read instead.
/// </summary>
/// <param name="store">Holds what an earlier process knew.</param>
/// <param name="onLoaded">Takes what was read.</param>
/// <param name="time">The clock of the pauses and of the timeout.</param>
/// <param name="logger">Is told when the store can't be read.</param>
internal sealed partial class CatalogLoad(
    ICatalogStore store, Action<IReadOnlyList<CatalogEntry>> onLoaded, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Task _loading = Task.CompletedTask;
    private Task<Task>? _firstAttempt;

    /// <summary>Starts to read the store, unless that was done. Returns once it is read, was found unreadable, or takes too long.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_firstAttempt is { IsCompleted: true })
            return Task.CompletedTask;
        lock (_lock)
            _firstAttempt ??= Start();
        return _firstAttempt.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the attempts, and waits for the one under way: the store is disposed of next.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task loading;
        lock (_lock)
            loading = _loading;
        await loading;
    }

    private Task<Task> Start()
    {
        var attempted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loading = Detached.Run(() => LoadAsync(attempted));
        return Task.WhenAny(attempted.Task, Task.Delay(WaitTimeout, time, _stopping.Token));
    }

    private async Task LoadAsync(TaskCompletionSource attempted)
    {
        while (await TryLoadAsync() is { } failure && !_stopping.IsCancellationRequested)
        {
            // Once for an outage: the attempts that follow would only say the same.
            if (attempted.TrySetResult())
                Log.LoadFailed(logger, failure.Message);
            await Task.Delay(PauseAfterFailure, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        attempted.TrySetResult();
    }

    private async Task<Exception?> TryLoadAsync()
    {
        try
        {
            onLoaded(await store.LoadAsync(_stopping.Token));
            return null;
        }
        catch (Exception exception)
        {
            // Whatever it was, the list can be read instead.
            return exception;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What is known of the list from earlier can't be read; that is tried again every 5 s: {Reason}")]
        public static partial void LoadFailed(ILogger logger, string reason);
    }
}
