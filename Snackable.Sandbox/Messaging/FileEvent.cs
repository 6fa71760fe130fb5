using System.Diagnostics;
using System.Text.Json;
using RabbitMQ.Client;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Sandbox.Messaging;

/// <summary>Something that happened to a file, as the processing service tells it.</summary>
/// <param name="RoutingKey">What happened.</param>
/// <param name="Properties">The message's properties. A message that is published again has the same id.</param>
/// <param name="Body">The message's body.</param>
internal sealed record FileEvent(string RoutingKey, BasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    /// <summary>A file has finished, and its details and segments are there.</summary>
    public static FileEvent Finished(SandboxFile file, DateTimeOffset at)
    {
        using var trace = new Activity("publish file.finished").SetIdFormat(ActivityIdFormat.W3C).Start();
        var properties = new BasicProperties
        {
            Persistent = true,
            ContentType = "application/json",
            MessageId = Guid.NewGuid().ToString(),
            Headers = new Dictionary<string, object?> { ["traceparent"] = trace.Id },
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { fileId = file.FileId, processingStatus = file.ProcessingStatus, occurredAt = at.UtcDateTime });
        return new FileEvent("file.finished", properties, body);
    }
}
