using Microsoft.AspNetCore.Mvc;

namespace Snackable.Api.Errors;

/// <summary>Answers a request with a problem, without an exception.</summary>
internal sealed class ProblemResult(ProblemDetails problem) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        http.Response.StatusCode = problem.Status!.Value;
        return http.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new() { HttpContext = http, ProblemDetails = problem })
            .AsTask();
    }
}
