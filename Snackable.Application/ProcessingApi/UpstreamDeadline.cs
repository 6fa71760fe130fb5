using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Snackable.Domain;

namespace Snackable.Application.ProcessingApi;

/// <summary>How long a caller may have to wait.</summary>
public sealed class UpstreamDeadlineOptions
{
    /// <summary><c>UPSTREAM_DEADLINE_SECONDS</c>: the maximum time that a caller waits in all, retries included, in seconds.</summary>
    [Range(0.1, 300)]
    public double UpstreamDeadlineSeconds { get; set; } = 8;
}

/// <summary>The promise that no caller waits longer for the processing API than the configured time, whatever the work consists of.</summary>
public sealed class UpstreamDeadline(IOptions<UpstreamDeadlineOptions> options, WaitingCalls waiting, TimeProvider clock)
{
    /// <summary>Runs work that gives up at the deadline, or earlier when the caller leaves.</summary>
    /// <exception cref="ProcessingApiException">The deadline passed first: the processing API was too slow, or a limit of ours left no room.</exception>
    /// <exception cref="OperationCanceledException">The caller left first.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var queueTime = waiting.Measure();
        var seconds = options.Value.UpstreamDeadlineSeconds;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw queueTime.IsWhatTheTimeWentTo
                ? new ProcessingApiException(
                    IngestionFailure.Overloaded, $"Too much is asked of the processing API at the moment: it was not this file's turn within {seconds} s.", exception)
                : new ProcessingApiException(IngestionFailure.Timeout, $"The processing API did not answer within {seconds} s.", exception);
        }
    }
}
