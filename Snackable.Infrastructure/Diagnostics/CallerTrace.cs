using System.Diagnostics;

namespace Snackable.Infrastructure.Diagnostics;

/// <summary>Continues the trace of a caller (W3C Trace Context).</summary>
public static class CallerTrace
{
    /// <summary>The header with the caller's place in its trace.</summary>
    public const string ParentHeader = "traceparent";

    /// <summary>The header with what tracing systems add to it.</summary>
    public const string StateHeader = "tracestate";

    /// <summary>Reads the caller's place in its trace.</summary>
    /// <param name="parent">The caller's <c>traceparent</c>.</param>
    /// <param name="state">The caller's <c>tracestate</c>, if any.</param>
    /// <returns>The place; the default, which is none, unless there is a valid <c>traceparent</c>.</returns>
    public static ActivityContext Read(string? parent, string? state) =>
        ActivityContext.TryParse(parent, state, isRemote: true, out var caller) ? caller : default;

    /// <summary>Starts an activity for the work. It is started even if nobody records it, so that calls and log entries have its trace id.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="caller">The caller's place in its trace; the default starts a new trace.</param>
    public static Activity Continue(string name, ActivityContext caller)
    {
        var activity = new Activity(name);
        if (caller != default)
        {
            activity.SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags);
            activity.TraceStateString = caller.TraceState;
        }

        return activity.Start();
    }
}
