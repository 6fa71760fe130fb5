namespace Snackable.Sandbox.ProcessingApi;

/// <summary>A spoken passage of a file.</summary>
/// <param name="FileSegmentId">The number of the segment, unique in the catalog.</param>
/// <param name="FileId">The file that it belongs to.</param>
/// <param name="SegmentText">What is said.</param>
/// <param name="StartTime">Where it starts, in milliseconds from the start of the file.</param>
/// <param name="EndTime">Where it ends, in milliseconds from the start of the file.</param>
public sealed record SandboxSegment(long FileSegmentId, Guid FileId, string SegmentText, long StartTime, long EndTime);
