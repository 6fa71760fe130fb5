using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Snackable.Infrastructure.Messaging.Connection;

/// <summary>The names of exchanges and queues, and their declaration. <c>docs/events.md</c> has the picture.</summary>
internal sealed class Topology(IOptions<MessagingOptions> options)
{
    /// <summary>The routing key of a file that is finished now.</summary>
    public const string FileFinished = "file.finished";

    /// <summary>The routing key of a file whose details or segments have changed.</summary>
    public const string FileUpdated = "file.updated";

    /// <summary>The routing key of a file that could not be transcribed.</summary>
    public const string FileFailed = "file.failed";

    // For messages that crash the process. A message that fails is published again to a retry queue, which does not count as a delivery.
    private const int DeliveryLimit = 20;

    // The broker's default limit would delete a dead letter that operators have looked at and put back some 20 times.
    private const int NoDeliveryLimit = 1_000_000;

    private static readonly int[] RetrySeconds = [1, 5, 30, 120];

    private readonly string _prefix = options.Value.RabbitmqPrefix;

    /// <summary>The topic exchange that messages about files are published to.</summary>
    public string Files => $"{_prefix}.files";

    /// <summary>The fanout exchange that tells replicas of newer versions of files.</summary>
    public string Stored => $"{_prefix}.files.stored";

    /// <summary>The queue that all replicas consume from, each message going to one of them.</summary>
    public string Queue => $"{_prefix}.presentation.files";

    /// <summary>The queue of messages that are not tried again.</summary>
    public string DeadLetters => $"{Queue}.dead";

    /// <summary>The queue in which a message waits before it comes back: the longer, the more often it failed.</summary>
    /// <param name="failures">How often it failed, from 1.</param>
    public string Retry(int failures) => RetryQueue(RetrySeconds[Math.Min(failures, RetrySeconds.Length) - 1]);

    /// <summary>Creates what is missing. Declaring what exists already does nothing.</summary>
    public async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(Files, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(Stored, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await DeclareAsync(channel, DeadLetters, new() { ["x-delivery-limit"] = NoDeliveryLimit }, cancellationToken);
        foreach (var seconds in RetrySeconds)
        {
            var waiting = DeadLetteringTo(Queue);
            waiting["x-message-ttl"] = seconds * 1000;
            await DeclareAsync(channel, RetryQueue(seconds), waiting, cancellationToken);
        }

        var consumed = DeadLetteringTo(DeadLetters);
        consumed["x-delivery-limit"] = DeliveryLimit;
        await DeclareAsync(channel, Queue, consumed, cancellationToken);
        foreach (var routingKey in new[] { FileFinished, FileUpdated, FileFailed })
            await channel.QueueBindAsync(Queue, Files, routingKey, cancellationToken: cancellationToken);
    }

    private static async Task DeclareAsync(
        IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        arguments["x-queue-type"] = "quorum";
        await channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
    }

    // Through the default exchange, at least once. The broker supports that only for queues that refuse messages when they are full.
    private static Dictionary<string, object?> DeadLetteringTo(string queue) => new()
    {
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = queue,
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    private string RetryQueue(int seconds) => $"{Queue}.retry.{seconds}";
}
