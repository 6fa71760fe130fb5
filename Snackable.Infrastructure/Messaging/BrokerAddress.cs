using System.Net.Security;
using RabbitMQ.Client;

namespace Snackable.Infrastructure.Messaging;

/// <summary>Reads the broker's address.</summary>
internal static class BrokerAddress
{
    private const string ClientName = "Snackable presentation API";

    // A broker that hangs is noticed within two of them.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static bool IsValid(string url)
    {
        try
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var address)
                && address.Scheme is "amqp" or "amqps"
                && address.Host.Length > 0
                && CreateFactory(url).HostName.Length > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Connections are made anew by us when they break, with all that belongs to them: the driver's own recovery stays off.</summary>
    public static ConnectionFactory CreateFactory(string url)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(url),
            ClientProvidedName = ClientName,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            RequestedConnectionTimeout = Patience,
            HandshakeContinuationTimeout = Patience,
            ContinuationTimeout = Patience,
        };

        // Left alone, the driver takes a certificate for any name at all.
        factory.Ssl.ServerName = factory.HostName;
        factory.Ssl.AcceptablePolicyErrors = SslPolicyErrors.None;
        return factory;
    }
}
