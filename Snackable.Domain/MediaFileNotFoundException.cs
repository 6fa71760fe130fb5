namespace Snackable.Domain;

/// <summary>The processing API's list was read to its end, or as far as it may be read, and the file is not on it.</summary>
/// <param name="fileId">The file that was asked for.</param>
public sealed class MediaFileNotFoundException(FileId fileId)
    : IngestionException(IngestionFailure.NotFound, $"The processing API lists no file {fileId}, as far as its list is read.");
