using System.Text;
using RabbitMQ.Client;
using Snackable.Infrastructure.Diagnostics;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>A delivered message, and how it is sent on.</summary>
/// <param name="Tag">The number that it is acknowledged by.</param>
/// <param name="DeliveredBy">The routing key of this delivery. It is the queue's name when the message comes back from a retry queue.</param>
/// <param name="Properties">Its properties and headers.</param>
/// <param name="Body">Its body.</param>
internal sealed record Delivery(ulong Tag, string DeliveredBy, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    private const string FailuresHeader = "snackable-attempt";
    private const string RoutingKeyHeader = "snackable-routing-key";
    private const string ReasonHeader = "snackable-reason";

    // All headers of a message must fit into one frame, or the broker ends the connection. Any publisher can write headers: a longer one is
    // not ours, and counts as missing.
    private const int MaxHeaderBytes = 512;

    // AMQP's limit for a text property.
    private const int MaxPropertyBytes = 255;

    /// <summary>The message's identity, if its publisher gave it one.</summary>
    public string? MessageId => Properties.MessageId;

    /// <summary>The routing key that it was first published with.</summary>
    public string RoutingKey => Text(RoutingKeyHeader) ?? DeliveredBy;

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt => 1 + Header(FailuresHeader) switch
    {
        int failures and > 0 and < int.MaxValue => failures,
        long failures and > 0 and < int.MaxValue => (int)failures,
        _ => 0,
    };

    /// <summary>Makes the properties to send it to a retry queue with.</summary>
    public BasicProperties ToRetry(string reason)
    {
        var properties = ToSendOn(reason);
        properties.Headers![FailuresHeader] = Attempt;
        return properties;
    }

    /// <summary>
    /// Makes the properties to send it to the dead-letter queue with. They hold no count of attempts: whoever puts the message back into the
    /// queue gives it all attempts again.
    /// </summary>
    public BasicProperties ToDeadLetter(string reason) => ToSendOn(reason);

    // No other property or header is copied: the broker would act on a user id, an expiration or a CC header, and its x-death header would grow.
    private BasicProperties ToSendOn(string reason)
    {
        var properties = new BasicProperties
        {
            Persistent = true,
            ContentType = NullIfTooLong(Properties.ContentType),
            MessageId = NullIfTooLong(Properties.MessageId),
            Timestamp = Properties.Timestamp,
            Headers = new Dictionary<string, object?> { [RoutingKeyHeader] = RoutingKey, [ReasonHeader] = Shorten(reason) },
        };
        foreach (var header in new[] { CallerTrace.ParentHeader, CallerTrace.StateHeader })
        {
            if (Text(header) is { } value)
                properties.Headers[header] = value;
        }

        return properties;
    }

    /// <summary>A header's text; <see langword="null"/> if it is missing, no text or too long.</summary>
    public string? Text(string header) => Header(header) is byte[] { Length: <= MaxHeaderBytes } text ? Encoding.UTF8.GetString(text) : null;

    // Decoding replaces each invalid byte by three (U+FFFD), so a property that was received may exceed 255 bytes when it is sent on.
    private static string? NullIfTooLong(string? text) => text is not null && Encoding.UTF8.GetByteCount(text) <= MaxPropertyBytes ? text : null;

    private static string Shorten(string text) => text.Length <= MaxHeaderBytes ? text : text[..MaxHeaderBytes];

    private object? Header(string name) => Properties.Headers is { } headers && headers.TryGetValue(name, out var value) ? value : null;
}
