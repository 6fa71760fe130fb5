namespace Snackable.Domain;

/// <summary>
/// A finished audio file, whole: the merge of the processing API's three answers about it. There is no other way to one than
/// <see cref="Merge"/> and <see cref="Restore"/>, so that the same rules hold for what was fetched and for what was stored.
/// </summary>
public sealed class MediaFile
{
    private MediaFile(FileDetails details, IReadOnlyList<Segment> segments, DateTimeOffset fetchedAt) =>
        (Details, Segments, FetchedAt) = (details, segments, fetchedAt);

    /// <summary>The file's identity.</summary>
    public FileId FileId => Details.FileId;

    /// <summary>How far the processing API has come with it: always <see cref="ProcessingStatus.Finished"/>.</summary>
    public ProcessingStatus ProcessingStatus { get; } = ProcessingStatus.Finished;

    /// <summary>What is known of the file as a whole. Both paths are absolute http(s) URLs.</summary>
    public FileDetails Details { get; }

    /// <summary>The words spoken, in the processing API's order; empty when nothing is said.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>When the fetch of the file's parts began. Of two versions of a file, the one whose fetch began later is the newer.</summary>
    public DateTimeOffset FetchedAt { get; }

    /// <summary>Merges the three answers into one file, or refuses: a file is never half right.</summary>
    /// <param name="fileId">The file that was asked for.</param>
    /// <param name="status">Its status in the list.</param>
    /// <param name="details">Its details.</param>
    /// <param name="segments">Its segments.</param>
    /// <param name="fetchedAt">When the fetch of details and segments began.</param>
    /// <exception cref="InvalidMediaFileException">
    /// The file is not finished, a part belongs to another file, or a path is not an absolute http(s) URL, which frontends could not render safely.
    /// </exception>
    public static MediaFile Merge(
        FileId fileId, ProcessingStatus status, FileDetails details, IReadOnlyList<Segment> segments, DateTimeOffset fetchedAt)
    {
        if (details.FileId != fileId)
            throw new InvalidMediaFileException(fileId, $"its details are those of file {details.FileId}");
        return Restore(status, details, segments, fetchedAt);
    }

    /// <summary>Makes a file of what was stored, by the rules that held when it was merged.</summary>
    /// <inheritdoc cref="Merge"/>
    public static MediaFile Restore(ProcessingStatus status, FileDetails details, IReadOnlyList<Segment> segments, DateTimeOffset fetchedAt)
    {
        var fileId = details.FileId;
        if (!status.IsFinished)
            throw new InvalidMediaFileException(fileId, $"its processing status is {status}");
        if (segments.FirstOrDefault(segment => segment.FileId != fileId) is { } foreign)
            throw new InvalidMediaFileException(fileId, $"its segment {foreign.FileSegmentId} belongs to file {foreign.FileId}");
        if (!IsHttpUrl(details.Mp3Path))
            throw new InvalidMediaFileException(fileId, "its mp3Path is not an absolute http(s) URL");
        if (!IsHttpUrl(details.OriginalFilePath))
            throw new InvalidMediaFileException(fileId, "its originalFilePath is not an absolute http(s) URL");
        return new MediaFile(details, segments, fetchedAt);
    }

    // Uri trims and escapes what browsers may read otherwise: a URL has neither spaces nor control characters (RFC 3986).
    private static bool IsHttpUrl(string path) =>
        !path.Any(character => character <= ' ' || char.IsControl(character))
        && Uri.TryCreate(path, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
