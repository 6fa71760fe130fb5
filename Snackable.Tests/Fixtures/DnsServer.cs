using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Snackable.Tests.Fixtures;

/// <summary>A DNS server on an address of its own, with records of the kinds that a <c>mongodb+srv</c> address needs.</summary>
public sealed class DnsServer : IDisposable
{
    private const int HeaderLength = 12;

    private readonly UdpClient _socket;
    private readonly Task _serving;

    /// <summary>Starts it, at port 53: the only one that a resolver asks.</summary>
    /// <exception cref="SocketException">The port may not be used: that takes root.</exception>
    public DnsServer()
    {
        Address = new IPAddress([127, 53, (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]);
        _socket = new UdpClient(new IPEndPoint(Address, 53));
        _serving = ServeAsync();
    }

    public enum Kind : ushort
    {
        Address = 1,
        Text = 16,
        Service = 33,
    }

    public enum Failure : byte
    {
        None = 0,
        ServerFailure = 2,
        NoSuchName = 3,
        Silence = 255,
    }

    public IPAddress Address { get; }

    /// <summary>What every question is answered with, instead of a record.</summary>
    public Failure FailsWith { get; set; }

    /// <summary>What there is, by kind and name. A name that has no record of a kind is answered without one.</summary>
    public Dictionary<(Kind Kind, string Name), byte[]> Records { get; } = [];

    /// <summary>The questions so far.</summary>
    public int Questions { get; private set; }

    public static byte[] Service(string host, int port) => [0, 0, 0, 0, (byte)(port >> 8), (byte)port, .. Name(host)];

    public static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    public void Dispose()
    {
        _socket.Dispose();
        _serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var question = await _socket.ReceiveAsync();
                Questions++;
                if (FailsWith is not Failure.Silence)
                    await _socket.SendAsync(Answer(question.Buffer), question.RemoteEndPoint);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    // RFC 1035, section 4.1: a header, the question as it was asked, and the answer, whose name points to the question's.
    private byte[] Answer(byte[] message)
    {
        var name = new StringBuilder();
        var place = HeaderLength;
        for (; message[place] > 0; place += message[place] + 1)
            name.Append(name.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(message, place + 1, message[place]));
        var end = place + 5;
        var kind = (Kind)BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(place + 1));
        var data = FailsWith is Failure.None ? Records.GetValueOrDefault((kind, name.ToString().ToLowerInvariant())) : null;
        byte[] header = [message[0], message[1], 0x81, (byte)(0x80 | (byte)FailsWith), 0, 1, 0, (byte)(data is null ? 0 : 1), 0, 0, 0, 0];
        byte[] question = [.. header, .. message[HeaderLength..end]];
        return data is null
            ? question
            : [.. question, 0xC0, HeaderLength, (byte)((ushort)kind >> 8), (byte)kind, 0, 1, 0, 0, 0, 1, (byte)(data.Length >> 8), (byte)data.Length, .. data];
    }

    private static byte[] Name(string name) => [.. name.Split('.').SelectMany(Text), 0];
}
