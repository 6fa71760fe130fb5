using Microsoft.Data.Sqlite;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>
/// The embedded database: one file, in WAL mode so that readers never wait for a writer. Its schema is created or brought up to date before the
/// first use. A database that can't be opened is tried again with the next call. A file that was deleted or replaced is opened again.
/// Nobody's thread waits for a lock that another process holds, and few wait for the disk.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    // What is known to be slow gets one more chance, which costs little.
    private static readonly TimeSpan TimeoutInOutage = TimeSpan.FromMilliseconds(100);

    private readonly SqliteTimeouts _timeouts;
    private readonly SqliteConnections _connections;
    private readonly FileThreads _threads;
    private readonly SemaphoreSlim _writer = new(1);
    private readonly SqliteOutage _reads;
    private readonly SqliteOutage _writes;
    private readonly SqliteOutage _checks;

    /// <summary>Takes the database's address; opens nothing yet.</summary>
    /// <param name="connectionString">A SQLite connection string; relative paths are relative to the working directory.</param>
    /// <param name="clock">Tells when reads check again that the file is still there, and when a wait has been long enough.</param>
    /// <param name="timeouts">How long calls wait; without it, the longest that they ever do.</param>
    public SqliteDatabase(string connectionString, TimeProvider clock, SqliteTimeouts? timeouts = null)
    {
        _timeouts = timeouts ?? SqliteTimeouts.Max;
        _threads = new FileThreads(clock);
        _connections = new SqliteConnections(connectionString, clock);
        _reads = new SqliteOutage(_timeouts.Read, clock);
        _writes = new SqliteOutage(_timeouts.Write, clock, _reads);
        _checks = new SqliteOutage(_timeouts.Read, clock, _reads);
    }

    /// <summary>Reads from the database. A file that was deleted or replaced may be read from for another second.</summary>
    /// <exception cref="FileStoreException">The database can't be used, or not in time.</exception>
    public Task<T> ReadAsync<T>(Func<PooledConnection, T> read, CancellationToken cancellationToken) =>
        ReadAsync(read, _timeouts.Read, cancellationToken);

    /// <summary>Reads from the database within a timeout of its own.</summary>
    /// <exception cref="FileStoreException">The database can't be used, or not in time.</exception>
    public async Task<T> ReadAsync<T>(Func<PooledConnection, T> read, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await _reads.RunAsync(
                () => _threads.ReadAsync(() => _connections.Read(read), Limit(timeout), cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is not (FileStoreException or OperationCanceledException))
        {
            throw Unusable(exception);
        }
    }

    /// <summary>Writes to the database in one transaction: all of it or nothing. A write that has begun is not canceled.</summary>
    /// <exception cref="FileStoreException">The database can't be used, or not in time.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken) =>
        WriteAsync(write, _timeouts.Write, _writes, cancellationToken);

    /// <summary>Checks that files can be read and written. Writes only if the last write failed, or waits for a lock.</summary>
    /// <exception cref="FileStoreException">They can't.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(connection => connection.Command("SELECT 1 FROM files LIMIT 1").ExecuteScalar(), cancellationToken);
        // The schema is up to date by now, so this only writes its version again.
        if (!_connections.IsWritable || _writes.Failure is not null)
            await WriteAsync(SqliteSchema.Upgrade, _timeouts.Read, _checks, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _threads.Dispose();
        _connections.Dispose();
        _writer.Dispose();
    }

    // SQLite has one writer at a time, and the others poll. Queueing here is fair and does not poll.
    private async Task<T> WriteAsync<T>(
        Func<SqliteConnection, T> write, TimeSpan timeout, SqliteOutage outage, CancellationToken cancellationToken)
    {
        if (!await _writer.WaitAsync(Limit(timeout), cancellationToken))
            throw _writes.Failure is { } failure ? Unusable(failure) : new FileStoreException("The SQLite database is busy with other writes.");
        try
        {
            var result = await outage.RunAsync(
                () => new ValueTask<T>(_threads.WriteAsync(() => _connections.Write(write), Limit(timeout), cancellationToken)),
                cancellationToken);
            _connections.IsWritable = true;
            return result;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _connections.IsWritable = false;
            if (exception is FileStoreException)
                throw;
            throw Unusable(exception);
        }
        finally
        {
            _writer.Release();
        }
    }

    private TimeSpan Limit(TimeSpan timeout) => _reads.IsKnown ? TimeoutInOutage : timeout;

    private static FileStoreException Unusable(Exception exception) => exception is TimeoutException
        ? new FileStoreException("The SQLite database did not answer in time.", exception)
        : new FileStoreException($"The SQLite database can't be used: {exception.Message}", exception);
}
