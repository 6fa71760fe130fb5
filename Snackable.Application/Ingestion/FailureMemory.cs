using Snackable.Domain;

namespace Snackable.Application.Ingestion;

/// <summary>
/// Remembers files whose parts were invalid, so that a file that stays broken does not cost upstream calls with each request. Each
/// further failure is remembered for twice as long. Thread-safe.
/// </summary>
/// <param name="clock">The clock by which a failure is forgotten.</param>
public sealed class FailureMemory(TimeProvider clock)
{
    /// <summary>How many files are remembered at most, so that memory stays bounded: some 300 bytes each.</summary>
    public const int Capacity = 10_000;

    private static readonly TimeSpan MinDuration = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly Dictionary<FileId, Failure> _failures = [];

    /// <summary>What the last attempt failed with, while it is too early for the next one.</summary>
    public string? Find(FileId fileId)
    {
        lock (_lock)
            return _failures.TryGetValue(fileId, out var failure) && clock.GetElapsedTime(failure.At) < failure.Duration ? failure.Reason : null;
    }

    /// <summary>Takes note that an attempt failed.</summary>
    public void Remember(FileId fileId, string reason)
    {
        lock (_lock)
        {
            if (_failures.TryGetValue(fileId, out var before))
            {
                var longer = before.Duration < MaxDuration / 2 ? before.Duration * 2 : MaxDuration;
                _failures[fileId] = new Failure(reason, clock.GetTimestamp(), longer);
                return;
            }

            if (_failures.Count == Capacity)
                _failures.Remove(_failures.MinBy(failure => failure.Value.At).Key);
            _failures.Add(fileId, new Failure(reason, clock.GetTimestamp(), MinDuration));
        }
    }

    /// <summary>Forgets a file: it came in, or is said to have changed.</summary>
    public void Forget(FileId fileId)
    {
        lock (_lock)
            _failures.Remove(fileId);
    }

    private sealed record Failure(string Reason, long At, TimeSpan Duration);
}
