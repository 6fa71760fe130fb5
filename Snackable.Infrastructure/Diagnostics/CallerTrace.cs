using System.Diagnostics;

namespace Snackable.Infrastructure.Diagnostics;

/// <summary>Has work go on in the trace of whoever asked for it (W3C Trace Context).</summary>
public static class CallerTrace
{
    /// <summary>The header with the caller's place in its trace.</summary>
    public const string ParentHeader = "traceparent";

    /// <summary>The header with what tracing systems add to it.</summary>
    public const string StateHeader = "tracestate";

    /// <summary>Starts an activity that all calls and log entries of the work belong to, whether or not anybody records it.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="parent">The caller's <c>traceparent</c>. Without a valid one, a trace of its own begins.</param>
    /// <param name="state">The caller's <c>tracestate</c>, if any.</param>
    public static Activity Continue(string name, string? parent, string? state)
    {
        var activity = new Activity(name);
        if (ActivityContext.TryParse(parent, state, isRemote: true, out var context))
        {
            activity.SetParentId(context.TraceId, context.SpanId, context.TraceFlags);
            activity.TraceStateString = context.TraceState;
        }

        return activity.Start();
    }
}
