using System.Diagnostics.Metrics;
using Snackable.Infrastructure.Messaging.Connection;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>Counts what became of messages.</summary>
internal sealed class MessageMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _messages = meters.Create(MessagingTelemetry.Name).CreateCounter<long>(
        "snackable.messages", "{message}", "Messages acknowledged, by what became of them: stored, learned, retried, dead_lettered.");

    /// <summary>A message was acknowledged.</summary>
    public void Acknowledged(MessageOutcome outcome) => _messages.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        MessageOutcome.Stored => "stored",
        MessageOutcome.Learned => "learned",
        MessageOutcome.Retried => "retried",
        _ => "dead_lettered",
    }));
}
