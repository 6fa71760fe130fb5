using System.Net;
using System.Net.Http.Headers;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Refit;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>Turns the many ways in which an HTTP call fails into the three that matter to callers.</summary>
internal static class FailureTranslation
{
    /// <summary>Makes a call that must be answered with something.</summary>
    /// <exception cref="ProcessingApiException">It was not.</exception>
    public static async Task<T> CallAsync<T>(Func<Task<T?>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await call() ?? throw Invalid("The processing API answered with nothing.");
        }
        catch (Exception exception) when (exception is not ProcessingApiException && !cancellationToken.IsCancellationRequested)
        {
            throw Translate(exception);
        }
        catch (ApiExceptionBase) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Makes a call about a file that the processing API may not know.</summary>
    /// <returns>The answer; <see langword="null"/> for 404 Not Found.</returns>
    /// <exception cref="ProcessingApiException">There was no usable answer.</exception>
    public static async Task<T?> FindAsync<T>(Func<Task<T?>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await CallAsync(call, cancellationToken);
        }
        catch (ProcessingApiException exception) when (exception.InnerException is ApiException { StatusCode: HttpStatusCode.NotFound })
        {
            return null;
        }
    }

    /// <summary>Whether a status says that the processing API can't answer now, but may a moment later.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    /// <summary>The pause that an answer asks for, in either of the two forms of RFC 9110.</summary>
    public static TimeSpan? Pause(RetryConditionHeaderValue? retryAfter) =>
        retryAfter?.Delta ?? (retryAfter?.Date is { } date && date > DateTimeOffset.UtcNow ? date - DateTimeOffset.UtcNow : null);

    private static ProcessingApiException Translate(Exception exception) => Cause(exception) switch
    {
        ProcessingApiException told => told,
        ApiException answer when IsTransient(answer.StatusCode) => Unavailable(
            $"The processing API answered {(int)answer.StatusCode}.", answer, Pause(answer.Headers.RetryAfter)),
        ApiException { InnerException: not null } answer => Invalid("The processing API's answer could not be understood.", answer),
        ApiException answer => Invalid($"The processing API answered {(int)answer.StatusCode}.", answer),
        BrokenCircuitException open => Unavailable("The processing API has been failing; it is left alone for a moment.", open, retryAfter: null),
        TimeoutRejectedException late => new(IngestionFailure.Timeout, "The processing API was too slow.", late),
        OperationCanceledException late => new(IngestionFailure.Timeout, "The processing API was too slow.", late),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } large =>
            Invalid("The processing API's answer is larger than any answer may be.", large),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } garbled =>
            Invalid("The processing API's answer is not HTTP.", garbled),
        HttpRequestException failed => Unavailable("The processing API can't be reached.", failed, retryAfter: null),
        var other => Invalid("The processing API's answer could not be understood.", other),
    };

    private static Exception Cause(Exception exception) =>
        exception is ApiRequestException { InnerException: { } cause } ? cause : exception;

    private static ProcessingApiException Invalid(string message, Exception? cause = null) =>
        new(IngestionFailure.Invalid, message, cause);

    private static ProcessingApiException Unavailable(string message, Exception cause, TimeSpan? retryAfter) =>
        new(IngestionFailure.Unavailable, message, cause) { RetryAfter = retryAfter };
}
