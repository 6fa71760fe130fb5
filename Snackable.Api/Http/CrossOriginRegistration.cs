using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Snackable.Application.Configuration;

namespace Snackable.Api.Http;

/// <summary>Registers what browsers need to let a frontend of another origin read the answers (CORS).</summary>
internal static class CrossOriginRegistration
{
    // Browsers ask before the call itself when it is not a plain one; so long they need not ask again.
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

    /// <summary>Lets the configured origins in. It comes before the cache: the headers are one caller's, the cached answer is everyone's.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<CrossOriginOptions>>().Value;
        if (options.Origins.Count == 0)
            return;
        if (!options.AllowsAny)
            app.Use(VaryByOrigin);
        app.UseCors();
    }

    // A cache on the way must not give the answer for one origin to another, nor what a caller without an origin got to either.
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
