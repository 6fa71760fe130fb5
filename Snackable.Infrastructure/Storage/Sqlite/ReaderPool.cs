using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>Connections to read with, kept open. Dispose closes those that are idle, and the others after their read.</summary>
internal sealed class ReaderPool(string connectionString) : IDisposable
{
    // Each has memory of its own. Reads beyond that many at the same time are rare: their connections are closed after use.
    private const int MaxIdle = 32;

    private readonly Channel<PooledConnection> _idle = Channel.CreateBounded<PooledConnection>(MaxIdle);

    /// <summary>Reads with a connection of the pool.</summary>
    public T Read<T>(Func<PooledConnection, T> read)
    {
        if (!_idle.Reader.TryRead(out var pooled))
            pooled = PooledConnection.Open(connectionString);
        try
        {
            var result = read(pooled);
            Return(pooled);
            return result;
        }
        catch (SqliteException exception) when (SqliteOutage.IsLocked(exception))
        {
            // It was refused before it did anything, and comes again in a moment.
            Return(pooled);
            throw;
        }
        catch
        {
            // A connection whose read failed is not used again: nobody knows in which state it is.
            pooled.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _idle.Writer.TryComplete();
        while (_idle.Reader.TryRead(out var pooled))
            pooled.Dispose();
    }

    // A pool that is complete takes none back.
    private void Return(PooledConnection pooled)
    {
        if (!_idle.Writer.TryWrite(pooled))
            pooled.Dispose();
    }
}
