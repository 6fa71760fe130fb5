using Microsoft.Extensions.Logging;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>
/// While the store is known to be unavailable, calls fail at once. One probe at a time, in the background, finds out when it is back: no request
/// waits for a store that does not answer.
/// </summary>
internal sealed partial class StoreCircuit(Func<CancellationToken, Task> probe, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private volatile string? _reason;

    /// <summary>Why the store is known to be unavailable; <see langword="null"/> while it can be asked.</summary>
    public string? Reason => _reason;

    /// <summary>Sets that the store is unavailable, until a probe succeeds.</summary>
    public void Trip(FileStoreException failure)
    {
        lock (_lock)
        {
            if (_reason is not null)
                return;
            _reason = failure.Message;
        }

        Log.Unavailable(logger, failure.Message);
        _ = ProbeUntilBackAsync();
    }

    /// <summary>Ends the probing.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task ProbeUntilBackAsync()
    {
        var end = _end.Token;
        while (!await IsBackAsync(end))
            await Task.Delay(Pause, clock, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<bool> IsBackAsync(CancellationToken end)
    {
        try
        {
            await probe(end);
            _reason = null;
            Log.Back(logger);
            return true;
        }
        catch (FileStoreException failure)
        {
            _reason = failure.Message;
            return false;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception defect)
        {
            // Go on probing after a defect of ours, or the store would never be used again.
            Log.ProbeFailed(logger, defect);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The store is unavailable: {Reason} Until it is back, files are served from the processing API, unsaved")]
        public static partial void Unavailable(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "The store is back")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "The probe whether the store is back failed")]
        public static partial void ProbeFailed(ILogger logger, Exception exception);
    }
}
