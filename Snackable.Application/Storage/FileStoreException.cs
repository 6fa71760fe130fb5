using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>The store can't be used at the moment, or can't hold a file. The service goes on without it.</summary>
/// <param name="message">What happened: no connection strings, no payloads.</param>
/// <param name="innerException">The driver's failure underneath.</param>
public sealed class FileStoreException(string message, Exception? innerException = null)
    : IngestionException(IngestionFailure.NotStored, message, innerException)
{
    /// <summary>Whether no later attempt can succeed: the store is well, and can't hold such a file.</summary>
    public bool IsPermanent { get; init; }

    /// <summary>The file that was to be stored: whole, and good to be answered. <see langword="null"/> when none was.</summary>
    public MediaFile? File { get; internal set; }
}
