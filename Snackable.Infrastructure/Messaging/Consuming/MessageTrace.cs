using System.Diagnostics;
using Snackable.Infrastructure.Diagnostics;
using Snackable.Infrastructure.Messaging.Connection;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>Has the work on a message go on in the trace that the message was published in.</summary>
internal static class MessageTrace
{
    private static readonly ActivitySource Source = new(MessagingTelemetry.Name);

    /// <summary>Starts the activity that all calls on behalf of the message belong to, whether or not anybody records it.</summary>
    public static Activity Start(Delivery delivery)
    {
        var name = $"process {delivery.RoutingKey}";
        var publisher = CallerTrace.Read(delivery.Text(CallerTrace.ParentHeader), delivery.Text(CallerTrace.StateHeader));
        return Source.StartActivity(name, ActivityKind.Consumer, publisher) ?? CallerTrace.Continue(name, publisher);
    }
}
