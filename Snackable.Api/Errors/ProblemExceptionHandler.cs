using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Snackable.Application.Catalog;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Api.Errors;

/// <summary>Turns every failure into its answer. An exception that is not listed here is a bug of ours, and becomes a 500 without details.</summary>
internal sealed partial class ProblemExceptionHandler(
    IProblemDetailsService problems,
    IOptions<CatalogOptions> catalog,
    ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(5);

    // The processing API's own Retry-After is kept within these bounds.
    private static readonly TimeSpan MinRetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Describe(exception) is not { } problem)
            return false;

        if (problem.Status >= StatusCodes.Status500InternalServerError)
            Log.ProcessingApiFailed(logger, httpContext.Request.Path, exception.Message, exception.GetBaseException().Message);
        httpContext.Response.StatusCode = problem.Status!.Value;
        if (RetryAfter(exception) is { } pause)
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, Exception = exception, ProblemDetails = problem });
    }

    private static ProblemDetails? Describe(Exception exception) => exception switch
    {
        ValidationException invalid => InvalidRequest.Describe(invalid),
        IngestionException ingestion => Describe(ingestion),
        _ => null,
    };

    private static ProblemDetails? Describe(IngestionException ingestion)
    {
        Problem? kind = ingestion.Failure switch
        {
            IngestionFailure.NotFound => Problem.FileNotFound,
            IngestionFailure.NotFinished => Problem.FileNotFinished,
            IngestionFailure.Invalid => Problem.ProcessingApiInvalid,
            IngestionFailure.Unavailable => Problem.ProcessingApiUnavailable,
            IngestionFailure.Timeout => Problem.ProcessingApiTimeout,
            IngestionFailure.Overloaded => Problem.Overloaded,
            // A file is answered whether it is stored or not: whoever lets this one through has a defect.
            IngestionFailure.NotStored => null,
        };
        var problem = kind?.Because(ingestion.Message);
        if (ingestion is MediaFileNotFinishedException unfinished)
            problem?.Extensions["processingStatus"] = unfinished.ProcessingStatus.Word;
        return problem;
    }

    private TimeSpan? RetryAfter(Exception exception) => exception switch
    {
        MediaFileNotFinishedException => TimeSpan.FromSeconds(Math.Max(1, catalog.Value.CatalogFreshSeconds)),
        ProcessingApiException { Failure: IngestionFailure.Unavailable or IngestionFailure.Overloaded } unavailable =>
            TimeSpan.FromTicks(Math.Clamp((unavailable.RetryAfter ?? DefaultRetryAfter).Ticks, MinRetryAfter.Ticks, MaxRetryAfter.Ticks)),
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} could not be answered: {Failure} ({Cause})")]
        public static partial void ProcessingApiFailed(ILogger logger, string path, string failure, string cause);
    }
}
