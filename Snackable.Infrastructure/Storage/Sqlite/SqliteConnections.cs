using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>
/// The file as it is there now, and the connections to it. All calls block while the disk is at work, and fail at once if somebody else has the
/// database locked.
/// </summary>
internal sealed class SqliteConnections : IDisposable
{
    // The driver takes 0 for "forever", and blocks the thread for whatever else; less than 0 has passed before it begins.
    private const int DoNotWait = -1;

    // Only a database that is not in WAL mode can be locked against a commit, by those who read: they are soon done.
    private const int CommitTimeoutInSeconds = 1;

    private readonly TimeProvider _clock;
    private readonly Lock _opening = new();
    private readonly string _connectionString;
    private readonly string _unpooledConnectionString;
    private volatile OpenFile? _open;

    public SqliteConnections(string connectionString, TimeProvider clock)
    {
        _clock = clock;
        var settings = new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = DoNotWait };
        _connectionString = settings.ToString();

        // Readers have a pool of their own: in the driver's, a closed connection would stay open.
        settings.Pooling = false;
        _unpooledConnectionString = settings.ToString();
    }

    /// <summary>Whether the last write to the file that is there succeeded.</summary>
    public bool IsWritable
    {
        get => _open is { IsWritable: true };
        set
        {
            if (_open is { } open)
                open.IsWritable = value;
        }
    }

    /// <summary>Reads from the file. A file that was deleted or replaced may be read from for another second.</summary>
    public T Read<T>(Func<PooledConnection, T> read)
    {
        while (true)
        {
            var open = _open is { File.WasThereLately: true } there ? there : OpenWhatIsThere();
            var result = open.Readers.Read(read);

            // SQLite took no lock: a write meanwhile would make the result worthless.
            if (!open.File.IsImmutable || open.File.IsStillThere())
                return result;
        }
    }

    /// <summary>Writes to the file in one transaction.</summary>
    public T Write<T>(Func<SqliteConnection, T> write)
    {
        OpenWhatIsThere();
        return WriteInTransaction(write);
    }

    /// <inheritdoc />
    public void Dispose() => Close(_open);

    private void Close(OpenFile? open)
    {
        open?.Readers.Dispose();
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    // Whoever has a deleted file open can go on using it, but what is written to it is lost when it is closed.
    private OpenFile OpenWhatIsThere()
    {
        if (_open is { } there && there.File.IsStillThere())
            return there;
        lock (_opening)
        {
            if (_open is { } open)
            {
                if (open.File.IsStillThere())
                    return open;
                _open = null;
                Close(open);
            }

            return _open = Open();
        }
    }

    // A database that is up to date is not written to: it may be read-only, or locked by a long write. The connection is not the driver's
    // pooled one: a file that is no database may be replaced, and the driver would keep its connection to the old one.
    private OpenFile Open()
    {
        using var connection = new SqliteConnection(_unpooledConnectionString);
        connection.Open();
        var path = connection.DataSource;
        var file = new DatabaseFile(path, isImmutable: false, _clock);
        try
        {
            if (!SqliteSchema.IsCurrent(connection))
            {
                Execute(connection, "PRAGMA journal_mode = WAL");
                WriteInTransaction(SqliteSchema.Upgrade);
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_CANTOPEN && DatabaseFile.IsComplete(path))
        {
            return OpenImmutable(path);
        }

        return new OpenFile(file, new ReaderPool(_unpooledConnectionString));
    }

    // The file is there, but in WAL mode SQLite creates two more beside it, even to read. Where it can't, nobody else can either, as a rule.
    private OpenFile OpenImmutable(string path)
    {
        var file = new DatabaseFile(path, isImmutable: true, _clock);
        var readOnly = new SqliteConnectionStringBuilder(_unpooledConnectionString)
        {
            DataSource = $"file:{Uri.EscapeDataString(path)}?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
        }.ToString();
        using var connection = new SqliteConnection(readOnly);
        connection.Open();
        if (!SqliteSchema.IsCurrent(connection))
            WriteInTransaction(SqliteSchema.Upgrade);
        return new OpenFile(file, new ReaderPool(readOnly));
    }

    private T WriteInTransaction<T>(Func<SqliteConnection, T> write)
    {
        using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        // In WAL mode a power cut can then lose the last transactions, but corrupts nothing. Whatever is lost can be fetched again.
        Execute(connection, "PRAGMA synchronous = NORMAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        var result = write(connection);
        connection.DefaultTimeout = CommitTimeoutInSeconds;
        transaction.Commit();
        return result;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record OpenFile(DatabaseFile File, ReaderPool Readers)
    {
        private volatile bool _isWritable;

        public bool IsWritable
        {
            get => _isWritable;
            set => _isWritable = value;
        }
    }
}
