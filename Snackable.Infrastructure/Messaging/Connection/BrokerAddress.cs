using System.Net.Security;
using RabbitMQ.Client;

namespace Snackable.Infrastructure.Messaging.Connection;

/// <summary>Reads the broker's address.</summary>
public static class BrokerAddress
{
    // A broker that hangs is noticed within two heartbeats.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Whether the driver can use the address: <c>amqp://</c> or <c>amqps://</c>, with a host.</summary>
    public static bool IsValid(string url)
    {
        try
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var address)
                && address.Scheme is "amqp" or "amqps"
                && address.Host.Length > 0
                && CreateFactory(url, clientName: "").HostName.Length > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Makes the factory of connections. The driver's recovery is off: whoever uses a connection opens a new one when it breaks.</summary>
    /// <param name="url">The broker's address.</param>
    /// <param name="clientName">What the broker shows to its operators.</param>
    public static ConnectionFactory CreateFactory(string url, string clientName)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(url),
            ClientProvidedName = clientName,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            RequestedConnectionTimeout = Timeout,
            HandshakeContinuationTimeout = Timeout,
            ContinuationTimeout = Timeout,
        };

        // By default the driver accepts a certificate for any name.
        factory.Ssl.ServerName = factory.HostName;
        factory.Ssl.AcceptablePolicyErrors = SslPolicyErrors.None;
        return factory;
    }
}
