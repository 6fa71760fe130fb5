using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using Snackable.Application.Ingestion;
using Snackable.Domain;
using Snackable.Infrastructure.Messaging.Connection;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>What a message says about a file.</summary>
/// <param name="FileId">The file.</param>
/// <param name="ProcessingStatus">Its status when the message was made.</param>
internal sealed record FileMessage(FileId FileId, ProcessingStatus ProcessingStatus)
{
    // A message names a file and a status. A longer one can't be valid, and is refused before anything decodes it.
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads a message's body.</summary>
    /// <exception cref="InvalidMessageException">The body is not a message about a file.</exception>
    public static FileMessage Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxBytes)
            throw new InvalidMessageException($"The message has {body.Length} bytes; at most {MaxBytes} are allowed.");
        var contract = ReadContract(body);
        if (!FileId.TryParse(contract.FileId, out var fileId))
            throw new InvalidMessageException("The message's fileId is not a UUID.");
        if (string.IsNullOrWhiteSpace(contract.ProcessingStatus))
            throw new InvalidMessageException("The message's processingStatus is empty.");
        return new FileMessage(fileId, new ProcessingStatus(contract.ProcessingStatus));
    }

    /// <summary>What is to be done about it.</summary>
    /// <param name="routingKey">The key that it was published with.</param>
    public IRequest ToCommand(string routingKey) => routingKey switch
    {
        Topology.FileFinished when ProcessingStatus.IsFinished => new IngestFileCommand(FileId),
        Topology.FileUpdated => new UpdateFileCommand(FileId, ProcessingStatus),
        Topology.FileFinished or Topology.FileFailed => new LearnFileStatusCommand(FileId, ProcessingStatus),
        // A message put into the queue by hand has lost its key: an update is right for any of them.
        _ when ProcessingStatus.IsFinished => new UpdateFileCommand(FileId, ProcessingStatus),
        _ => new LearnFileStatusCommand(FileId, ProcessingStatus),
    };

    private static FileMessageContract ReadContract(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, MessagesJsonContext.Default.FileMessageContract)
                ?? throw new InvalidMessageException("The message is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidMessageException($"The message is not JSON of the agreed form: {exception.Message}", exception);
        }
    }
}

/// <summary>A message about a file as it goes over the wire. Members that are not here are ignored.</summary>
internal sealed record FileMessageContract(string FileId, string ProcessingStatus, DateTimeOffset OccurredAt);

/// <summary>How messages are read and written: a member missing or null is an error, never a default value.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FileMessageContract))]
internal sealed partial class MessagesJsonContext : JsonSerializerContext;

/// <summary>A message does not say what it must.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="innerException">The failure underneath, if any.</param>
internal sealed class InvalidMessageException(string message, Exception? innerException = null) : Exception(message, innerException);
