using System.Diagnostics;
using Snackable.Infrastructure.Diagnostics;

namespace Snackable.Api.Http;

/// <summary>
/// Gives requests the trace that calls upstream, log entries and problems name. The framework would give one to each, cached or not, which
/// the settings file keeps it from (<c>Microsoft.AspNetCore.Hosting.Diagnostics</c>); it still does when somebody records traces.
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
