using System.Diagnostics;
using Snackable.Infrastructure.Diagnostics;

namespace Snackable.Api.Http;

/// <summary>
/// Starts the trace that upstream calls, log entries and problems belong to. It stands behind the cache, since a cached answer needs none.
/// The settings file turns off the framework's own trace for every request (<c>Microsoft.AspNetCore.Hosting.Diagnostics</c>); the
/// framework still starts one when traces are recorded.
/// </summary>
internal static class RequestTrace
{
    public static void UseRequestTrace(this WebApplication app) =>
        app.Use((http, next) => Activity.Current is null ? TraceAsync(http, next) : next(http));

    private static async Task TraceAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Request.Headers;
        using var trace = CallerTrace.Continue("answer request", CallerTrace.Read(headers.TraceParent, headers.TraceState));
        await next(http);
    }
}
