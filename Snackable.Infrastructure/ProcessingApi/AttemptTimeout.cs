using Polly.Timeout;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>The timeout of one attempt. It stands still while the attempt waits for something that is not the processing API.</summary>
internal sealed class AttemptTimeout : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private readonly long _startedAt;

    /// <summary>Starts the time.</summary>
    /// <param name="timeout">How much there is of it.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="caller">Ends the attempt at any time.</param>
    public AttemptTimeout(TimeSpan timeout, TimeProvider clock, CancellationToken caller)
    {
        (_timeout, _clock, _caller, _startedAt) = (timeout, clock, caller, clock.GetTimestamp());
        _timer = new CancellationTokenSource(timeout, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
    }

    /// <summary>Ends the attempt: when its time is over, or when its caller wants to.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Waits without losing time. Once in an attempt.</summary>
    /// <param name="wait">The wait; its token is the caller's.</param>
    public async Task PauseAsync(Func<CancellationToken, Task> wait)
    {
        var left = _timeout - _clock.GetElapsedTime(_startedAt);
        _timer.CancelAfter(Timeout.InfiniteTimeSpan);
        await wait(_caller);
        _timer.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Does the attempt's work.</summary>
    /// <exception cref="TimeoutRejectedException">Its time was over first.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException exception) when (_timer.IsCancellationRequested && !_caller.IsCancellationRequested)
        {
            throw new TimeoutRejectedException("The attempt took too long.", _timeout, exception);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
