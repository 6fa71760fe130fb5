using System.Net;
using System.Net.Sockets;

namespace Snackable.Tests.Fixtures;

/// <summary>Stands between a client and a server on this machine, so that a test can cut the server off, silence it, and bring it back.</summary>
internal sealed class TcpProxy(string host, int port) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private volatile bool _silent;
    private int _connections;

    public int Port { get; private set; }

    /// <summary>How many connections were ever asked for.</summary>
    public int Connections => _connections;

    /// <summary>Lets connections through from now on, on the same port each time.</summary>
    public void Open()
    {
        _silent = false;
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    /// <summary>Dies: connections break, and new ones are refused.</summary>
    public void Cut()
    {
        _listener.Stop();
        Break();
    }

    /// <summary>Hangs: connections stay, new ones are accepted, and nobody ever answers on any of them.</summary>
    public void Silence() => _silent = true;

    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = ConnectAsync(await listener.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    private async Task ConnectAsync(Socket client)
    {
        Interlocked.Increment(ref _connections);
        Remember(client);
        if (_silent)
            return;
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Remember(server);
        try
        {
            await server.ConnectAsync(host, port);
            using var clientStream = new NetworkStream(client);
            using var serverStream = new NetworkStream(server);
            await Task.WhenAny(PassOnAsync(clientStream, serverStream), PassOnAsync(serverStream, clientStream));
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
        {
            // Cut, or the server itself is unavailable: the client finds its connection closed.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task PassOnAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer) is > 0 and var length)
        {
            if (!_silent)
                await to.WriteAsync(buffer.AsMemory(0, length));
        }
    }

    private void Remember(Socket socket)
    {
        lock (_lock)
            _sockets.Add(socket);
    }

    private void Break()
    {
        lock (_lock)
        {
            _sockets.ForEach(socket => socket.Close(0));
            _sockets.Clear();
        }
    }
}
