using System.Net.Sockets;
using System.Text;

namespace Snackable.Tests.Fixtures;

/// <summary>A client that speaks HTTP by hand, so that it can misbehave.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };

    private RawClient()
    {
    }

    public static async Task<RawClient> ConnectAsync(ApiHost api)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(api.Address.Host, api.Address.Port);
        return client;
    }

    /// <summary>Sends a request for a file, whole but for what a test leaves out.</summary>
    public Task SendGetAsync(Guid fileId, string headers = "Connection: close\r\n") =>
        SendAsync($"GET /api/presentation/files/{fileId} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

    public async Task SendAsync(string text) => await _socket.SendAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Says that nothing more will be sent, and goes on listening.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Leaves so that the server is told of it by a reset.</summary>
    public void Reset() => _socket.Close(timeout: 0);

    /// <summary>Reads some bytes, of an answer that may have more.</summary>
    /// <returns>What was read; empty when the server has closed the connection.</returns>
    public async Task<string> ReadSomeAsync()
    {
        var buffer = new byte[1024];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await _socket.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(60)));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    /// <summary>Reads until the server closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var answer = new StringBuilder();
        while (await ReadSomeAsync() is { Length: > 0 } some)
            answer.Append(some);
        return answer.ToString();
    }

    public void Dispose() => _socket.Dispose();
}
