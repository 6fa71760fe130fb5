using Snackable.Domain;

namespace Snackable.Application.ProcessingApi;

/// <summary>The processing API gave no usable answer. Says nothing about whether a file exists.</summary>
/// <param name="failure">
/// Why not: <see cref="IngestionFailure.Invalid"/>, <see cref="IngestionFailure.Unavailable"/>, <see cref="IngestionFailure.Timeout"/> or
/// <see cref="IngestionFailure.Overloaded"/>.
/// </param>
/// <param name="message">What happened, for the caller and the log alike: no addresses, no payloads.</param>
/// <param name="innerException">The failure underneath, if any.</param>
public sealed class ProcessingApiException(IngestionFailure failure, string message, Exception? innerException = null)
    : IngestionException(failure, message, innerException)
{
    /// <summary>When it may be worth trying again, as far as anyone has said.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
