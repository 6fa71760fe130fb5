using System.Diagnostics;
using Snackable.Api.Http;

namespace Snackable.Api.Errors;

/// <summary>
/// Writes every problem as <c>application/problem+json</c>, whatever the client's <c>Accept</c> says: the framework's writer would
/// leave the body out where no JSON is accepted.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Status ??= http.Response.StatusCode;
        problem.Type ??= "about:blank";
        problem.Title ??= Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        problem.Detail ??= Detail(problem.Status.Value);
        problem.Instance ??= http.Request.PathBase + http.Request.Path;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ForbidSniffing();
        return new ValueTask(http.Response.WriteAsJsonAsync(
            problem, options: null, contentType: "application/problem+json", cancellationToken: http.RequestAborted));
    }

    private static string Detail(int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not answer to this method; see the Allow header.",
        >= StatusCodes.Status500InternalServerError => "Something went wrong on our side. The log tells more under this trace id.",
        _ => "The request can't be answered.",
    };
}
