using Microsoft.Data.Sqlite;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>A connection to read with, kept open for the next read, and the commands that were prepared on it. Not thread-safe.</summary>
public sealed class PooledConnection : IDisposable
{
    // In KiB, if negative. Files are rarely read twice, since answers are cached elsewhere; the upper levels of the index fit in.
    private const string SmallCache = "PRAGMA cache_size = -512";

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    private PooledConnection(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a connection.</summary>
    public static PooledConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            var pooled = new PooledConnection(connection);
            pooled.Command(SmallCache).ExecuteNonQuery();
            return pooled;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Returns a command without parameters, prepared if it was executed on this connection before. Valid until the next call with the same text.</summary>
    public SqliteCommand Command(string sql)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }

        command.Parameters.Clear();
        return command;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _connection.Dispose();
    }
}
