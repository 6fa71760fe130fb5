namespace Snackable.Domain;

/// <summary>Why a file could not be brought in from the processing API, or not be stored. A switch over it names every kind: the compiler checks that.</summary>
public enum IngestionFailure
{
    /// <summary>The processing API's list was read as far as it may be, and the file is not on it.</summary>
    NotFound,

    /// <summary>The file is listed, and has nothing to present yet, or never will.</summary>
    NotFinished,

    /// <summary>The processing API's answer can't be used. Asking again soon will not help.</summary>
    Invalid,

    /// <summary>The processing API is down or overloaded, or was so a moment ago.</summary>
    Unavailable,

    /// <summary>The processing API was too slow.</summary>
    Timeout,

    /// <summary>A limit of our own left no room for it in time. The processing API may be well.</summary>
    Overloaded,

    /// <summary>The store can't be used at the moment, or can't hold the file.</summary>
    NotStored,
}

/// <summary>A file could not be brought in, or not be stored.</summary>
/// <param name="failure">Why not.</param>
/// <param name="message">What happened, for the caller and the log alike: no addresses, no payloads.</param>
/// <param name="innerException">The failure underneath, if any.</param>
public abstract class IngestionException(IngestionFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why not.</summary>
    public IngestionFailure Failure { get; } = failure;
}
