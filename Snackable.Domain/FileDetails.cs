namespace Snackable.Domain;

/// <summary>What the processing API tells about a file as a whole. Meaningful for a finished file only.</summary>
/// <param name="FileId">The file described.</param>
/// <param name="FileName">The file's name, as its owner uploaded it.</param>
/// <param name="FileLength">The audio's length in milliseconds; <see langword="null"/> when it is not known.</param>
/// <param name="Mp3Path">Where the audio can be played from.</param>
/// <param name="OriginalFilePath">Where the uploaded file can be had.</param>
/// <param name="SeriesTitle">The series that the file is an episode of, if any.</param>
public sealed record FileDetails(
    FileId FileId,
    string FileName,
    long? FileLength,
    string Mp3Path,
    string OriginalFilePath,
    string? SeriesTitle);
