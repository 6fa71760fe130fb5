using System.Text;
using RabbitMQ.Client;
using Snackable.Infrastructure.Diagnostics;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>A message as it was delivered, and as it is sent on.</summary>
/// <param name="Tag">What it is acknowledged by.</param>
/// <param name="DeliveredBy">The routing key that it came with this time: of one that comes back, the queue's name.</param>
/// <param name="Properties">Its properties and headers.</param>
/// <param name="Body">Its body.</param>
internal sealed record Delivery(ulong Tag, string DeliveredBy, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    private const string FailuresHeader = "snackable-attempt";
    private const string RoutingKeyHeader = "snackable-routing-key";
    private const string ReasonHeader = "snackable-reason";

    // Anybody may have written the headers. All that go on with a message must fit into one frame, or the broker ends the connection: what
    // is longer is no header of ours, and counts as missing.
    private const int MostOfAHeader = 512;

    // The most bytes that a property of AMQP holds.
    private const int MostOfAProperty = 255;

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
    /// Makes the properties to send it to the dead-letter queue with. They count no attempts: put back into the queue, it begins anew.
    /// </summary>
    public BasicProperties ToDeadLetter(string reason) => ToSendOn(reason);

    // Nothing else goes with it: the broker would act on a user, an expiration or a carbon copy, and its own history would grow.
    private BasicProperties ToSendOn(string reason)
    {
        var properties = new BasicProperties
        {
            Persistent = true,
            ContentType = Fitting(Properties.ContentType),
            MessageId = Fitting(Properties.MessageId),
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

    /// <summary>A header's text; <see langword="null"/> where there is none of any use.</summary>
    public string? Text(string header) => Header(header) is byte[] { Length: <= MostOfAHeader } text ? Encoding.UTF8.GetString(text) : null;

    // What is no UTF-8 has grown when it was read: it may have come in a property, and not fit into one any more.
    private static string? Fitting(string? text) => text is not null && Encoding.UTF8.GetByteCount(text) <= MostOfAProperty ? text : null;

    private static string Shorten(string text) => text.Length <= MostOfAHeader ? text : text[..MostOfAHeader];

    private object? Header(string name) => Properties.Headers is { } headers && headers.TryGetValue(name, out var value) ? value : null;
}
