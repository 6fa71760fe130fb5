namespace Snackable.Domain;

/// <summary>A stretch of a file's audio and what is said in it.</summary>
/// <param name="FileSegmentId">The segment's number in the processing API.</param>
/// <param name="FileId">The file that the segment belongs to.</param>
/// <param name="SegmentText">The words spoken, in any language.</param>
/// <param name="StartTime">Where the segment starts, in milliseconds from the file's start.</param>
/// <param name="EndTime">Where the segment ends, in milliseconds from the file's start.</param>
public sealed record Segment(long FileSegmentId, FileId FileId, string SegmentText, long StartTime, long EndTime);
