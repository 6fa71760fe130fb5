using System.Text.Json;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Infrastructure.Messaging.Connection;

namespace Snackable.Infrastructure.Messaging.Replicas;

/// <summary>Tells the other replicas by way of the broker. While the broker is unavailable, an announcement is dropped.</summary>
internal sealed partial class BrokerReplicas(BrokerState broker, Topology topology, AnnouncementMetrics metrics, ILogger<BrokerReplicas> logger)
    : IReplicas
{
    private const string RoutingKey = "file.stored";

    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(1);

    public async ValueTask AnnounceAsync(FileId fileId)
    {
        try
        {
            if (broker.Connection is not { } connection)
            {
                Drop(fileId, broker.Problem ?? "The broker is unavailable.");
                return;
            }

            var body = JsonSerializer.SerializeToUtf8Bytes(
                new FileStoredContract(fileId.ToString()), AnnouncementsJsonContext.Default.FileStoredContract);
            var properties = new BasicProperties { ContentType = "application/json", MessageId = Guid.NewGuid().ToString() };
            await connection.PublishAsync(topology.Stored, RoutingKey, mandatory: false, properties, body).WaitAsync(PublishTimeout);
            metrics.Published();
        }
        catch (Exception exception)
        {
            Drop(fileId, BrokerFailure.Describe(exception));
        }
    }

    private void Drop(FileId fileId, string reason)
    {
        metrics.Dropped();
        Log.Dropped(logger, fileId, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Other replicas may answer the older version of file {FileId} until it leaves their caches: {Reason}")]
        public static partial void Dropped(ILogger logger, FileId fileId, string reason);
    }
}

/// <summary>Without a broker, no replica is told.</summary>
internal sealed class NoReplicas : IReplicas
{
    public ValueTask AnnounceAsync(FileId fileId) => ValueTask.CompletedTask;
}
