using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>A file was fetched and merged, and could not be stored. It is whole, and good to be answered.</summary>
/// <param name="file">The file.</param>
/// <param name="cause">Why it is not stored.</param>
public sealed class FileNotStoredException(MediaFile file, FileStoreException cause)
    : IngestionException(IngestionFailure.NotStored, cause.Message, cause)
{
    /// <summary>The file, whole.</summary>
    public MediaFile File { get; } = file;

    /// <summary>Whether no later attempt can succeed: the store is well, and can't hold such a file.</summary>
    public bool IsPermanent { get; } = cause.IsPermanent;
}
