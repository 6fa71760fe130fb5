using System.Diagnostics.Metrics;
using Snackable.Infrastructure.Messaging.Connection;

namespace Snackable.Infrastructure.Messaging.Replicas;

/// <summary>Counts what became of announcements to other replicas.</summary>
internal sealed class AnnouncementMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _announcements = meters.Create(MessagingTelemetry.Name).CreateCounter<long>(
        "snackable.announcements", "{message}", "Announcements of newer versions of files to other replicas: published, dropped, received.");

    /// <summary>An announcement was published.</summary>
    public void Published() => Count("published");

    /// <summary>An announcement could not be published, and is lost.</summary>
    public void Dropped() => Count("dropped");

    /// <summary>An announcement was received, and acted on.</summary>
    public void Received() => Count("received");

    private void Count(string outcome) => _announcements.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
