namespace Snackable.Domain;

/// <summary>A finished audio file, whole: the merge of the processing API's three answers about it.</summary>
public sealed record MediaFile
{
    /// <summary>The file's identity.</summary>
    public required FileId FileId { get; init; }

    /// <summary>How far the processing API has come with it.</summary>
    public required ProcessingStatus ProcessingStatus { get; init; }

    /// <summary>The file's name, as its owner uploaded it.</summary>
    public required string FileName { get; init; }

    /// <summary>The audio's length in milliseconds; <see langword="null"/> when it is not known.</summary>
    public required long? FileLength { get; init; }

    /// <summary>Where the audio can be played from: an absolute http(s) URL.</summary>
    public required string Mp3Path { get; init; }

    /// <summary>Where the uploaded file can be had: an absolute http(s) URL.</summary>
    public required string OriginalFilePath { get; init; }

    /// <summary>The series that the file is an episode of, if any.</summary>
    public required string? SeriesTitle { get; init; }

    /// <summary>The words spoken, in the processing API's order; empty when nothing is said.</summary>
    public required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>When the fetch of the file's parts began. Of two versions of a file, the one whose fetch began later is the newer.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>Merges the three answers into one file, or refuses: a file is never half right.</summary>
    /// <param name="fileId">The file that was asked for.</param>
    /// <param name="status">Its status in the list.</param>
    /// <param name="details">Its details.</param>
    /// <param name="segments">Its segments.</param>
    /// <param name="fetchedAt">When the fetch of details and segments began.</param>
    /// <exception cref="InvalidMediaFileException">
    /// A part belongs to another file, or a path is not an absolute http(s) URL, which frontends could not render safely.
    /// </exception>
    public static MediaFile Merge(
        FileId fileId,
        ProcessingStatus status,
        FileDetails details,
        IReadOnlyList<Segment> segments,
        DateTimeOffset fetchedAt)
    {
        if (details.FileId != fileId)
            throw new InvalidMediaFileException(fileId, $"its details are those of file {details.FileId}");
        if (segments.FirstOrDefault(segment => segment.FileId != fileId) is { } foreign)
            throw new InvalidMediaFileException(fileId, $"its segment {foreign.FileSegmentId} belongs to file {foreign.FileId}");
        if (!IsHttpUrl(details.Mp3Path))
            throw new InvalidMediaFileException(fileId, "its mp3Path is not an absolute http(s) URL");
        if (!IsHttpUrl(details.OriginalFilePath))
            throw new InvalidMediaFileException(fileId, "its originalFilePath is not an absolute http(s) URL");

        return new MediaFile
        {
            FileId = fileId,
            ProcessingStatus = status,
            FileName = details.FileName,
            FileLength = details.FileLength,
            Mp3Path = details.Mp3Path,
            OriginalFilePath = details.OriginalFilePath,
            SeriesTitle = details.SeriesTitle,
            Segments = segments,
            FetchedAt = fetchedAt,
        };
    }

    // Uri trims and escapes what browsers may read otherwise: a URL has neither spaces nor control characters (RFC 3986).
    private static bool IsHttpUrl(string path) =>
        !path.Any(character => character <= ' ' || char.IsControl(character))
        && Uri.TryCreate(path, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
