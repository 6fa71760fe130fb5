using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Snackable.Api.Health;

/// <summary>Tells orchestrators whether the process is up, and whether it can serve.</summary>
internal static class HealthEndpoints
{
    private static readonly HttpMethodMetadata Reading = new([HttpMethods.Get, HttpMethods.Head]);

    public static void MapHealth(this WebApplication app)
    {
        // Liveness asks nobody else: restarting this process would not mend a neighbor.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).WithMetadata(Reading);
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).WithMetadata(Reading);
    }

    private static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(
        new HealthResponse(
            report.Status.ToString(),
            report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new HealthResponse.Check(entry.Value.Status.ToString(), entry.Value.Description))),
        http.RequestAborted);
}
