namespace Snackable.Sandbox.ProcessingApi;

/// <summary>A file as the processing API knows it.</summary>
/// <param name="FileId">The id of the file.</param>
/// <param name="ProcessingStatus">One of <see cref="SandboxStatus"/>, or any other word.</param>
/// <param name="FileName">The name that the file was uploaded with.</param>
/// <param name="FileLength">The duration in milliseconds, if it is known.</param>
/// <param name="Mp3Path">The address of the MP3 file.</param>
/// <param name="OriginalFilePath">The address of the file as it was uploaded.</param>
/// <param name="SeriesTitle">The series that the file is an episode of, if any.</param>
/// <param name="Segments">What is said in it, in order. Only answered while the file is FINISHED.</param>
public sealed record SandboxFile(
    Guid FileId,
    string ProcessingStatus,
    string FileName,
    long? FileLength,
    string Mp3Path,
    string OriginalFilePath,
    string? SeriesTitle,
    IReadOnlyList<SandboxSegment> Segments);
