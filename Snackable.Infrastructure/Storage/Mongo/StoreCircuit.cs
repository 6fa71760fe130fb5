using Microsoft.Extensions.Logging;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>
/// While the store is known to be away, calls fail at once. Whether it is back is found out beside the requests, by one probe at
/// a time, so that no request waits for a store that does not answer and none is lost on trying.
/// </summary>
internal sealed partial class StoreCircuit(Func<CancellationToken, Task> probe, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private volatile string? _reason;

    /// <summary>Why the store is known to be away; <see langword="null"/> while nothing speaks against asking it.</summary>
    public string? Reason => _reason;

    /// <summary>Tells that the store was found to be away. From now on calls fail, until a probe succeeds.</summary>
    public void Trip(FileStoreException failure)
    {
        lock (_lock)
        {
            if (_reason is not null)
                return;
            _reason = failure.Message;
        }

        Log.Away(logger, failure, failure.Message);
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
            // A probe that ended on a defect of ours would leave the store unused for ever.
            Log.ProbeFailed(logger, defect);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The store is away: {Reason} Files are served from the processing API, unsaved, until it is back")]
        public static partial void Away(ILogger logger, Exception exception, string reason);

        [LoggerMessage(2, LogLevel.Information, "The store is back")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "The probe whether the store is back failed")]
        public static partial void ProbeFailed(ILogger logger, Exception exception);
    }
}
