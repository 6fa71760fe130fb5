using Microsoft.AspNetCore.Connections;

namespace Snackable.Api.Connections;

/// <summary>A client's connection, and whether a whole request of it is being answered.</summary>
internal sealed class ClientConnection : IDisposable
{
    // A client that half-closes after its request gets what can be answered by then. TCP does not tell it from a client that has left.
    private static readonly TimeSpan HalfClosedTimeout = TimeSpan.FromSeconds(5);

    private readonly ConnectionContext _connection;
    private readonly CancellationTokenSource _left = new();
    private readonly CancellationTokenRegistration _onClosed;
    private int _requests;
    private long _endedAt = long.MinValue;

    /// <summary>Takes charge of a connection. Kestrel hears later that the client sends nothing more: it would end the request under way.</summary>
    public ClientConnection(ConnectionContext connection)
    {
        _connection = connection;
        _onClosed = connection.ConnectionClosed.UnsafeRegister(state => ((ClientConnection)state!)._left.CancelAfter(HalfClosedTimeout), this);
        connection.ConnectionClosed = _left.Token;
        connection.Features.Set(this);
    }

    /// <summary>A request was read. HTTP/2 has several at the same time.</summary>
    public void Begin() => Interlocked.Increment(ref _requests);

    /// <summary>A request was answered.</summary>
    public void End()
    {
        Volatile.Write(ref _endedAt, Environment.TickCount64);
        Interlocked.Decrement(ref _requests);
    }

    /// <summary>Whether a request is being answered, or has been since that moment: the rest of its answer may still be on its way.</summary>
    /// <param name="sinceTick">The moment, in ms of <see cref="Environment.TickCount64"/>.</param>
    public bool IsBusy(long sinceTick) => Volatile.Read(ref _requests) > 0 || Volatile.Read(ref _endedAt) >= sinceTick;

    /// <summary>Ends the connection, whatever it is at.</summary>
    public void Abort() => _connection.Abort(new ConnectionAbortedException("The server is stopping."));

    public void Dispose()
    {
        _onClosed.Dispose();
        _left.Dispose();
    }
}
