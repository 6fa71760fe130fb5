using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Snackable.Application.Configuration;

namespace Snackable.Api.Http;

/// <summary>Registers the headers by which browsers let a frontend of another origin read the answers (CORS).</summary>
internal static class CrossOriginRegistration
{
    // Browsers ask first (preflight) before a call with headers of its own. They may reuse the answer for this time.
    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromHours(1);

    public static IServiceCollection AddCrossOrigin(this IServiceCollection services)
    {
        services.AddFlatOptions<CrossOriginOptions>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CrossOriginOptions>>((cors, options) => cors.AddDefaultPolicy(policy =>
        {
            policy.WithOrigins([.. options.Value.Origins])
                .WithMethods(HttpMethods.Get, HttpMethods.Head)
                .AllowAnyHeader()
                .WithExposedHeaders(HeaderNames.ETag, HeaderNames.RetryAfter)
                .SetPreflightMaxAge(PreflightMaxAge);
        }));
        return services;
    }

    /// <summary>Allows the configured origins. It stands before the cache: its headers are for one caller, a cached answer is for all.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<CrossOriginOptions>>().Value;
        if (options.Origins.Count == 0)
            return;
        if (!options.AllowsAny)
            app.Use(VaryByOrigin);
        app.UseCors();
    }

    // Every answer varies, also one without an Origin header: a cache on the way must not give it to a page of another origin.
    private static Task VaryByOrigin(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(
            static response =>
            {
                var headers = ((HttpResponse)response).Headers;
                if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin))
                    headers.Append(HeaderNames.Vary, HeaderNames.Origin);
                return Task.CompletedTask;
            },
            http.Response);
        return next(http);
    }
}
