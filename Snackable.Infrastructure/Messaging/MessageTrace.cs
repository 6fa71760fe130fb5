using System.Diagnostics;

namespace Snackable.Infrastructure.Messaging;

/// <summary>Has the work on a message go on in the trace that the message was published in.</summary>
internal static class MessageTrace
{
    /// <summary>The header with the publisher's place in its trace (W3C Trace Context).</summary>
    public const string ParentHeader = "traceparent";

    /// <summary>The header with what tracing systems add to it.</summary>
    public const string StateHeader = "tracestate";

    private static readonly ActivitySource Source = new("Snackable.Messages");

    /// <summary>Starts the activity that all calls on behalf of the message belong to, whether or not anybody records it.</summary>
    public static Activity Start(Delivery delivery)
    {
        var name = $"process {delivery.RoutingKey}";
        var (parent, state) = delivery.Trace;
        var isTraced = ActivityContext.TryParse(parent, state, isRemote: true, out var context);
        if (Source.StartActivity(name, ActivityKind.Consumer, context) is { } recorded)
            return recorded;

        var activity = new Activity(name);
        if (isTraced)
        {
            activity.SetParentId(context.TraceId, context.SpanId, context.TraceFlags);
            activity.TraceStateString = context.TraceState;
        }

        return activity.Start();
    }
}
