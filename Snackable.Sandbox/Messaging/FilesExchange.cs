using RabbitMQ.Client;

namespace Snackable.Sandbox.Messaging;

/// <summary>The exchange that events about files are published to. Connects when there is something to publish, and anew after a failure.</summary>
/// <param name="settings">The broker, and what the exchange's name begins with.</param>
internal sealed class FilesExchange(BrokerSettings settings) : IAsyncDisposable
{
    private readonly string _name = $"{settings.Prefix}.files";
    private IConnection? _connection;
    private IChannel? _channel;

    /// <summary>Publishes an event, and completes when the broker has it safely in a queue. One call at a time.</summary>
    public async Task PublishAsync(FileEvent happened, CancellationToken cancellationToken)
    {
        if (_channel is not { IsOpen: true })
            _channel = await ConnectAsync(cancellationToken);
        await _channel.BasicPublishAsync(
            _name, happened.RoutingKey, mandatory: true, happened.Properties, happened.Body, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
    }

    private async Task<IChannel> ConnectAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        _connection = await settings.CreateFactory().CreateConnectionAsync(cancellationToken);
        var channel = await _connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        await channel.ExchangeDeclareAsync(_name, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
        return channel;
    }
}
