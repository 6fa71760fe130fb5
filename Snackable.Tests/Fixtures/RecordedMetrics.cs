using System.Diagnostics.Metrics;

namespace Snackable.Tests.Fixtures;

/// <summary>Counts what one host's meters count, and lets tests wait for a count instead of for time.</summary>
public sealed class RecordedMetrics : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Instrument, string Outcome), long> _counts = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Reached)> _watchers = [];
    private readonly MeterListener _listener = new();

    /// <param name="meters">The host's own factory: hosts run side by side, and each counts for itself.</param>
    public RecordedMetrics(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, measurement, tags, _) =>
            Add(instrument.Name, tags.Length == 0 ? "" : tags[0].Value?.ToString() ?? "", measurement));
        _listener.Start();
    }

    public long Count(string instrument, string outcome = "")
    {
        lock (_lock)
            return _counts.GetValueOrDefault((instrument, outcome));
    }

    public Task WaitForAsync(string instrument, string outcome, long count) =>
        WaitUntilAsync(() => Count(instrument, outcome) >= count);

    /// <summary>Waits until every scan that was started has come to its end, well or not.</summary>
    public Task NoScanInFlightAsync() => WaitUntilAsync(() =>
        Count("snackable.scans", "completed") + Count("snackable.scans", "failed") >= Count("snackable.scans", "started"));

    /// <summary>Waits until the web server is done with every request, also with those whose clients have left.</summary>
    public Task NoRequestInFlightAsync() => WaitUntilAsync(() =>
        _counts.Where(count => count.Key.Instrument == "http.server.active_requests").Sum(count => count.Value) == 0);

    public void Dispose() => _listener.Dispose();

    private async Task WaitUntilAsync(Func<bool> condition)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (condition())
                return;
            _watchers.Add((condition, reached));
        }

        await reached.Task.WaitAsync(Timeout);
    }

    private void Add(string instrument, string outcome, long measurement)
    {
        lock (_lock)
        {
            _counts[(instrument, outcome)] = _counts.GetValueOrDefault((instrument, outcome)) + measurement;
            foreach (var watcher in _watchers.Where(watcher => watcher.Condition()))
                watcher.Reached.TrySetResult();
        }
    }
}
