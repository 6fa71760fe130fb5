using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Snackable.Application.Catalog;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Api.Errors;

/// <summary>The one place that turns failures into answers. What it does not know is a defect of ours and becomes a bare 500.</summary>
internal sealed partial class ProblemExceptionHandler(
    IProblemDetailsService problems,
    IOptions<CatalogOptions> catalog,
    ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    private static readonly TimeSpan UsualRecovery = TimeSpan.FromSeconds(5);

    // Whatever the processing API asks for: nobody is to come back at once, or in a year.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

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
        ValidationException invalid => Invalid(invalid),
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
        ProcessingApiException { Failure: IngestionFailure.Unavailable } unavailable =>
            TimeSpan.FromTicks(Math.Clamp((unavailable.RetryAfter ?? UsualRecovery).Ticks, ShortestPause.Ticks, LongestPause.Ticks)),
        _ => null,
    };

    private static ProblemDetails Invalid(ValidationException invalid)
    {
        var problem = Problem.InvalidFileId.Because(invalid.Errors.First().ErrorMessage);
        problem.Extensions["errors"] = invalid.Errors
            .GroupBy(failure => char.ToLowerInvariant(failure.PropertyName[0]) + failure.PropertyName[1..], failure => failure.ErrorMessage)
            .ToDictionary(group => group.Key, group => group.ToArray());
        return problem;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} could not be answered: {Failure} ({Cause})")]
        public static partial void ProcessingApiFailed(ILogger logger, string path, string failure, string cause);
    }
}
