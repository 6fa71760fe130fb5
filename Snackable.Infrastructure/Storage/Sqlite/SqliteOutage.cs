using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>
/// Tries again while somebody else has the database locked; waits without a thread, which SQLite and its driver do not. An outage is found out
/// once: the timeout counts from the first call that found the database locked, and later ones fail at once, until one gets through.
/// </summary>
/// <param name="timeout">For how long the database may be locked.</param>
/// <param name="clock">The clock of the timeout.</param>
/// <param name="ofReads">If this is about writes: the same for reads. A database that can't even be read is not waited for.</param>
internal sealed class SqliteOutage(TimeSpan timeout, TimeProvider clock, SqliteOutage? ofReads = null)
{
    // Whoever has many short writes leaves short gaps: long pauses would miss them.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(32);

    // Without a call for that long, nobody knows.
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private volatile bool _isSuspected;
    private Exception? _failure;
    private long _suspectedAt;
    private TimeSpan _grace;
    private long _lastFailureAt;

    /// <summary>Whether the database was found locked for longer than the timeout, or too slow, and no call got through since.</summary>
    public bool IsKnown
    {
        get
        {
            if (!_isSuspected)
                return false;
            lock (_lock)
                return _isSuspected && IsRecent && clock.GetElapsedTime(_suspectedAt) >= _grace;
        }
    }

    /// <summary>The last failure, if no call got through since.</summary>
    public Exception? Failure => _isSuspected ? _failure : null;

    private bool IsRecent => clock.GetElapsedTime(_lastFailureAt) < KnownFor;

    /// <summary>Does something that fails at once if the database is locked.</summary>
    /// <exception cref="SqliteException">It failed, or the database stayed locked.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                var result = await attempt();
                if (_isSuspected)
                    _isSuspected = false;
                return result;
            }
            catch (TimeoutException exception)
            {
                Suspect(exception, TimeSpan.Zero);
                throw;
            }
            catch (SqliteException exception) when (IsLocked(exception) && GoesOn(exception))
            {
                // Two that wait must not stay in step.
                await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), cancellationToken);
            }
        }
    }

    /// <summary>Whether a call failed because somebody else has the database locked.</summary>
    public static bool IsLocked(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    private bool GoesOn(SqliteException failure)
    {
        Suspect(failure, timeout);
        return !IsKnown && ofReads is not { IsKnown: true };
    }

    private void Suspect(Exception failure, TimeSpan grace)
    {
        lock (_lock)
        {
            _failure = failure;
            if (!_isSuspected || !IsRecent)
                (_isSuspected, _suspectedAt, _grace) = (true, clock.GetTimestamp(), grace);
            else if (grace < _grace)
                _grace = grace;
            _lastFailureAt = clock.GetTimestamp();
        }
    }
}
