using System.Diagnostics.Metrics;

namespace Snackable.Infrastructure.Messaging;

/// <summary>Counts what became of messages.</summary>
public sealed class MessageMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Snackable.Messages";

    private const string OutcomeTag = "outcome";

    private readonly Counter<long> _messages;
    private readonly Counter<long> _announcements;

    /// <summary>Creates the instruments.</summary>
    public MessageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _messages = meter.CreateCounter<long>(
            "snackable.messages", "{message}", "Messages acknowledged, by what became of them: stored, learned, retried, dead_lettered.");
        _announcements = meter.CreateCounter<long>(
            "snackable.announcements", "{message}", "Announcements of newer versions of files to other replicas: published, dropped, received.");
    }

    /// <summary>An announcement was published.</summary>
    public void AnnouncementPublished() => Count(_announcements, "published");

    /// <summary>An announcement could not be published, and is lost.</summary>
    public void AnnouncementDropped() => Count(_announcements, "dropped");

    /// <summary>An announcement was received, and acted on.</summary>
    public void AnnouncementReceived() => Count(_announcements, "received");

    /// <summary>A message was acknowledged.</summary>
    internal void Acknowledged(MessageOutcome outcome) => Count(_messages, outcome switch
    {
        MessageOutcome.Stored => "stored",
        MessageOutcome.Learned => "learned",
        MessageOutcome.Retried => "retried",
        _ => "dead_lettered",
    });

    private static void Count(Counter<long> counter, string outcome) => counter.Add(1, new KeyValuePair<string, object?>(OutcomeTag, outcome));
}
