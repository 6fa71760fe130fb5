using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Snackable.Infrastructure.Messaging.Connection;

/// <summary>
/// A channel to consume with and one to publish with, each on a connection of its own: a broker that is short of memory or disk reads nothing
/// from connections that publish, acknowledgements included. When a part breaks, the whole has ended; the broker delivers what was not
/// acknowledged again on the next one.
/// </summary>
internal sealed class BrokerConnection : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IConnection> _connections = [];
    private volatile string? _blocked;

    private BrokerConnection()
    {
    }

    /// <summary>The channel to consume messages about files with; at most as many at the same time as it was opened for.</summary>
    public IChannel Consuming { get; private set; } = null!;

    /// <summary>The channel for everything else: to publish with confirmations, to declare, and to listen to replicas.</summary>
    public IChannel Publishing { get; private set; } = null!;

    /// <summary>Why the broker blocks publishing; <see langword="null"/> while it does not.</summary>
    public string? Blocked => _blocked;

    /// <summary>Completes with the reason once this can't be used any more.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Connects.</summary>
    /// <param name="factory">Holds the address and the credentials.</param>
    /// <param name="concurrency">The maximum of messages that are delivered and not acknowledged yet.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<BrokerConnection> OpenAsync(ConnectionFactory factory, int concurrency, CancellationToken cancellationToken)
    {
        var connection = new BrokerConnection();
        try
        {
            connection.Consuming = await connection.OpenAsync(
                factory,
                "consuming",
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: false,
                    publisherConfirmationTrackingEnabled: false,
                    consumerDispatchConcurrency: (ushort)concurrency),
                cancellationToken);
            await connection.Consuming.BasicQosAsync(0, (ushort)concurrency, global: false, cancellationToken);
            connection.Publishing = await connection.OpenAsync(
                factory,
                "publishing",
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true),
                cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes a message, and returns once the broker has confirmed it.</summary>
    /// <param name="exchange">The exchange; the empty name leads to the queue that the routing key names.</param>
    /// <param name="routingKey">The routing key.</param>
    /// <param name="mandatory">Whether it is a failure if no queue takes the message.</param>
    /// <param name="properties">The message's properties.</param>
    /// <param name="body">The message's body.</param>
    // Without a token: a canceled call would leave the driver's count of confirmations wrong.
    public async Task PublishAsync(string exchange, string routingKey, bool mandatory, BasicProperties properties, ReadOnlyMemory<byte> body) =>
        await Publishing.BasicPublishAsync(exchange, routingKey, mandatory, properties, body, CancellationToken.None);

    /// <summary>Declares that this can't be used any more.</summary>
    /// <param name="reason">Why; names no address and no user.</param>
    public void End(string reason) => _ended.TrySetResult(reason);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        End("The connection was closed.");
        foreach (var connection in _connections)
        {
            await connection.AbortAsync(CloseTimeout);
            await connection.DisposeAsync();
        }
    }

    private async Task<IChannel> OpenAsync(
        ConnectionFactory factory, string purpose, CreateChannelOptions options, CancellationToken cancellationToken)
    {
        var connection = await factory.CreateConnectionAsync($"{factory.ClientProvidedName} ({purpose})", cancellationToken);
        _connections.Add(connection);
        connection.ConnectionShutdownAsync += OnShutdownAsync;
        connection.ConnectionBlockedAsync += (_, blocked) => Block($"The broker takes no messages for now: {blocked.Reason}.");
        connection.ConnectionUnblockedAsync += (_, _) => Block(null);
        var channel = await connection.CreateChannelAsync(options, cancellationToken);
        channel.ChannelShutdownAsync += OnShutdownAsync;
        return channel;
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs reason)
    {
        End(BrokerFailure.Describe(reason));
        return Task.CompletedTask;
    }

    private Task Block(string? reason)
    {
        _blocked = reason;
        return Task.CompletedTask;
    }
}
