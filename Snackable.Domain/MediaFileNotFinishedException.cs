namespace Snackable.Domain;

/// <summary>The file is known, but there is nothing to present yet, or never will be.</summary>
/// <param name="fileId">The file that was asked for.</param>
/// <param name="status">How far the processing API has come with it.</param>
public sealed class MediaFileNotFinishedException(FileId fileId, ProcessingStatus status)
    : IngestionException(IngestionFailure.NotFinished, $"File {fileId} is not finished: its processing status is {status}.")
{
    /// <summary>How far the processing API has come with the file.</summary>
    public ProcessingStatus ProcessingStatus { get; } = status;
}
