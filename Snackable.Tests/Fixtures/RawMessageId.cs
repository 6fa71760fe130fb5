using System.Buffers.Binary;
using RabbitMQ.Client;

namespace Snackable.Tests.Fixtures;

/// <summary>A <c>message_id</c> of any bytes, as no client in good order sends it. There are no other properties.</summary>
/// <param name="messageId">The bytes, at most 255.</param>
internal sealed class RawMessageId(byte[] messageId) : IReadOnlyBasicProperties, IAmqpHeader
{
    private const ushort MessageIdPresent = 0x80;

    ushort IAmqpHeader.ProtocolClassId => 60;

    public string? AppId => null;

    public string? ClusterId => null;

    public string? ContentEncoding => null;

    public string? ContentType => null;

    public string? CorrelationId => null;

    public string? Expiration => null;

    public string? MessageId => null;

    public string? ReplyTo => null;

    public string? Type => null;

    public string? UserId => null;

    public DeliveryModes DeliveryMode => DeliveryModes.Persistent;

    public IDictionary<string, object?>? Headers => null;

    public bool Persistent => true;

    public byte Priority => 0;

    public PublicationAddress? ReplyToAddress => null;

    public AmqpTimestamp Timestamp => default;

    public bool IsAppIdPresent() => false;

    public bool IsClusterIdPresent() => false;

    public bool IsContentEncodingPresent() => false;

    public bool IsContentTypePresent() => false;

    public bool IsCorrelationIdPresent() => false;

    public bool IsExpirationPresent() => false;

    public bool IsMessageIdPresent() => false;

    public bool IsReplyToPresent() => false;

    public bool IsTypePresent() => false;

    public bool IsUserIdPresent() => false;

    public bool IsDeliveryModePresent() => false;

    public bool IsHeadersPresent() => false;

    public bool IsPriorityPresent() => false;

    public bool IsTimestampPresent() => false;

    int IAmqpWriteable.GetRequiredBufferSize() => sizeof(ushort) + 1 + messageId.Length;

    int IAmqpWriteable.WriteTo(Span<byte> span)
    {
        BinaryPrimitives.WriteUInt16BigEndian(span, MessageIdPresent);
        span[sizeof(ushort)] = (byte)messageId.Length;
        messageId.CopyTo(span[(sizeof(ushort) + 1)..]);
        return sizeof(ushort) + 1 + messageId.Length;
    }
}
