using System.Diagnostics.CodeAnalysis;

namespace Snackable.Sandbox.ProcessingApi;

/// <summary>One call as it arrived at the stand-in.</summary>
/// <param name="Kind">Which of the three calls it is.</param>
/// <param name="Offset">The first record asked for; null for another kind of call, and for an offset that is not a number from 0.</param>
/// <param name="FileId">The file asked for; null for a page, and for an id that is not a UUID.</param>
[SuppressMessage("Naming", "CA1716", Justification = "It is the word, and nobody uses it from Visual Basic.")]
public sealed record Call(CallKind Kind, int? Offset, Guid? FileId)
{
    /// <summary>The number of records asked for; null for another kind of call, and for a limit that is not a number from 1.</summary>
    public int? Limit { get; init; }

    /// <summary>The <c>traceparent</c> header, if the caller sent one.</summary>
    public string? TraceParent { get; init; }
}
