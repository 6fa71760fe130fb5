using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>
/// The embedded database: one file, in WAL mode so that readers never wait for a writer. Its schema is created or brought up to date before the
/// first use. A database that can't be opened is tried again with the next call. A file that was deleted or replaced is opened again.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    // For a write to get its turn in this process, and then another process's lock. It is short: a caller waits too, and a file that can't be
    // stored is answered all the same.
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(1);

    // Each has memory of its own. Reads beyond that many at the same time are rare: their connections are closed after use.
    private const int MaxIdleConnections = 32;

    private readonly TimeProvider _clock;
    private readonly string _connectionString;
    private readonly string _unpooledConnectionString;
    private readonly SemaphoreSlim _writer = new(1);
    private volatile Channel<PooledConnection> _idle = NewPool();
    private volatile DatabaseFile? _ready;
    private volatile bool _writable;

    /// <summary>Takes the database's address; opens nothing yet.</summary>
    /// <param name="connectionString">A SQLite connection string; relative paths are relative to the working directory.</param>
    /// <param name="clock">Tells when reads check again that the file is still there.</param>
    public SqliteDatabase(string connectionString, TimeProvider clock)
    {
        _clock = clock;
        var settings = new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = (int)BusyTimeout.TotalSeconds };
        _connectionString = settings.ToString();

        // This class is the pool: in the driver's, a closed connection would stay open.
        settings.Pooling = false;
        _unpooledConnectionString = settings.ToString();
    }

    /// <summary>Reads from the database. A file that was deleted or replaced may be read from for another second.</summary>
    /// <exception cref="FileStoreException">The database can't be used.</exception>
    public async Task<T> ReadAsync<T>(Func<PooledConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            if (_ready is not { WasThereLately: true })
                await EnsureReadyAsync(cancellationToken);
            return await ReadWithOneAsync(read, cancellationToken);
        }
        catch (Exception exception) when (exception is not (FileStoreException or OperationCanceledException))
        {
            throw Unusable(exception);
        }
    }

    /// <summary>Writes to the database in one transaction: all of it or nothing.</summary>
    /// <exception cref="FileStoreException">The database can't be used.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            await EnsureReadyAsync(cancellationToken);
            var result = await WriteAloneAsync(write, cancellationToken);
            _writable = true;
            return result;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _writable = false;
            if (exception is FileStoreException)
                throw;
            throw Unusable(exception);
        }
    }

    /// <summary>Checks that files can be read and written. Writes only if the last write failed.</summary>
    /// <exception cref="FileStoreException">They can't.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(connection => connection.Command("SELECT 1 FROM files LIMIT 1").ExecuteScalarAsync(cancellationToken), cancellationToken);
        // The schema is up to date by now, so this only writes its version again.
        if (!_writable)
            await WriteAsync(connection => SqliteSchema.UpgradeAsync(connection, cancellationToken), cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        CloseAll(_idle);
        _writer.Dispose();
    }

    private static Channel<PooledConnection> NewPool() => Channel.CreateBounded<PooledConnection>(MaxIdleConnections);

    // A connection in use is closed after its read: a pool that is complete takes none back.
    private void CloseAll(Channel<PooledConnection> idle)
    {
        idle.Writer.TryComplete();
        while (idle.Reader.TryRead(out var pooled))
            pooled.Dispose();
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    // A connection whose read failed is not used again: nobody knows in which state it is.
    private async Task<T> ReadWithOneAsync<T>(Func<PooledConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        var idle = _idle;
        if (!idle.Reader.TryRead(out var pooled))
            pooled = await PooledConnection.OpenAsync(_unpooledConnectionString, cancellationToken);
        try
        {
            var result = await read(pooled);
            if (!idle.Writer.TryWrite(pooled))
                pooled.Dispose();
            return result;
        }
        catch
        {
            pooled.Dispose();
            throw;
        }
    }

    // SQLite has one writer at a time, and the others poll. Queueing here is fair and does not poll.
    private async Task<T> WriteAloneAsync<T>(Func<SqliteConnection, Task<T>> write, CancellationToken cancellationToken)
    {
        if (!await _writer.WaitAsync(BusyTimeout, cancellationToken))
            throw new FileStoreException("The SQLite database is busy with other writes.");
        try
        {
            await using var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync(cancellationToken);
            // In WAL mode a power cut can then lose the last transactions, but corrupts nothing. Whatever is lost can be fetched again.
            await ExecuteAsync(connection, "PRAGMA synchronous = NORMAL", cancellationToken);
            await using var transaction = connection.BeginTransaction(deferred: false);
            var result = await write(connection);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    // Whoever has a deleted file open can go on using it, but what is written to it is lost when it is closed.
    private async Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        if (_ready is { } ready)
        {
            if (ready.IsStillThere())
                return;
            (_ready, _writable) = (null, false);
            CloseAll(Interlocked.Exchange(ref _idle, NewPool()));
        }

        _ready = await PrepareAsync(cancellationToken);
    }

    // A database that is up to date is not written to: it may be read-only, or locked by a long write. The connection is not the driver's
    // pooled one: a file that is no database may be replaced, and the driver would keep its connection to the old one.
    private async Task<DatabaseFile> PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(_unpooledConnectionString);
        await connection.OpenAsync(cancellationToken);
        var file = new DatabaseFile(connection.DataSource, _clock);
        if (!await SqliteSchema.IsCurrentAsync(connection, cancellationToken))
        {
            await ExecuteAsync(connection, "PRAGMA journal_mode = WAL", cancellationToken);
            await WriteAloneAsync(writing => SqliteSchema.UpgradeAsync(writing, cancellationToken), cancellationToken);
        }

        return file;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static FileStoreException Unusable(Exception exception) =>
        new($"The SQLite database can't be used: {exception.Message}", exception);
}
