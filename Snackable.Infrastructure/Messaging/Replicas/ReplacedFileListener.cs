using System.Text.Json;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Infrastructure.Messaging.Connection;

namespace Snackable.Infrastructure.Messaging.Replicas;

/// <summary>Listens for files that a replica has replaced by a newer version, and evicts the answers about them.</summary>
internal sealed partial class ReplacedFileListener(
    BrokerConnection connection, Topology topology, IAnswerCache answers, AnnouncementMetrics metrics, ILogger<ReplacedFileListener> logger)
    : AsyncDefaultBasicConsumer(connection.Publishing)
{
    /// <summary>Starts to listen on a queue of its own, which the broker deletes when the connection ends.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var queue = await Channel.QueueDeclareAsync(
            queue: "", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await Channel.QueueBindAsync(queue.QueueName, topology.Stored, routingKey: "", cancellationToken: cancellationToken);
        await Channel.BasicConsumeAsync(queue.QueueName, autoAck: true, this, cancellationToken);

        // Announcements made before now did not arrive here: any answer may be outdated.
        answers.EvictAll();
    }

    /// <inheritdoc />
    public override async Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        try
        {
            var stored = JsonSerializer.Deserialize(body.Span, AnnouncementsJsonContext.Default.FileStoredContract);
            await answers.EvictAsync(FileId.Parse(stored!.FileId));
            metrics.Received();
        }
        catch (Exception exception)
        {
            Log.NotUnderstood(logger, exception);
        }
    }

    /// <summary>The broker ends the consumer.</summary>
    protected override Task OnCancelAsync(string[] consumerTags, CancellationToken cancellationToken = default)
    {
        connection.End("The broker has ended the listener.");
        return base.OnCancelAsync(consumerTags, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "An announcement of a newer version of a file could not be acted on")]
        public static partial void NotUnderstood(ILogger logger, Exception exception);
    }
}
