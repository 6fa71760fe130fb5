namespace Snackable.Application.ProcessingApi;

/// <summary>Why the processing API gave no usable answer.</summary>
public enum ProcessingApiFailure
{
    /// <summary>It answered nonsense: trying again soon will not help.</summary>
    Invalid,

    /// <summary>It is down, overloaded, or known to have been so a moment ago.</summary>
    Unavailable,

    /// <summary>It was too slow.</summary>
    Timeout,
}

/// <summary>The processing API gave no usable answer. Says nothing about whether a file exists.</summary>
/// <param name="failure">Why not.</param>
/// <param name="message">What happened, for the caller and the log alike: no addresses, no payloads.</param>
/// <param name="innerException">The failure underneath, if any.</param>
public sealed class ProcessingApiException(ProcessingApiFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why there was no answer.</summary>
    public ProcessingApiFailure Failure { get; } = failure;

    /// <summary>When it may be worth trying again, as far as anyone has said.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
