using System.Diagnostics;
using Snackable.Infrastructure.Diagnostics;
using Snackable.Infrastructure.Messaging.Connection;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>Continues the trace that a message was published in.</summary>
internal static class MessageTrace
{
    private static readonly ActivitySource Source = new(MessagingTelemetry.Name);

    /// <summary>Starts the activity of handling the message. It is started even if nobody records it, so that calls and log entries have its trace id.</summary>
    public static Activity Start(Delivery delivery)
    {
        var name = $"process {delivery.RoutingKey}";
        var publisher = CallerTrace.Read(delivery.Text(CallerTrace.ParentHeader), delivery.Text(CallerTrace.StateHeader));
        return Source.StartActivity(name, ActivityKind.Consumer, publisher) ?? CallerTrace.Continue(name, publisher);
    }
}
