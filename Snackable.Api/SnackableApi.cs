using Microsoft.Extensions.Options;
using Snackable.Api.Caching;
using Snackable.Api.Connections;
using Snackable.Api.Errors;
using Snackable.Api.Files;
using Snackable.Api.Health;
using Snackable.Api.Http;
using Snackable.Api.Json;
using Snackable.Api.Logs;
using Snackable.Api.OpenApi;
using Snackable.Api.WarmUp;
using Snackable.Application;
using Snackable.Infrastructure;

namespace Snackable.Api;

/// <summary>Composes the presentation API, for its own program and for hosts that run it beside something else.</summary>
public static class SnackableApi
{
    /// <summary>Creates a host that reads its settings file from the program's folder, not from the working directory.</summary>
    /// <param name="args">Command-line arguments; a setting given as <c>--NAME=value</c> wins over the environment.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    /// <summary>Adds everything that the presentation API consists of.</summary>
    public static WebApplicationBuilder AddSnackable(this WebApplicationBuilder builder)
    {
        builder.UseDefaultPort();
        builder.UseKestrelLimits();
        builder.AddConnections();
        builder.Services.AddSafeConsole();
        builder.Services.AddApplication();
        builder.Services.AddInfrastructure(builder.Configuration);
        builder.Services.AddJson();
        builder.Services.AddContent();
        builder.Services.AddParameters();
        builder.Services.AddCrossOrigin();
        builder.Services.AddAnswerCache();
        builder.Services.AddProblems();
        builder.Services.AddOpenApiDocument();
        builder.Services.AddFileExamples();
        // Only the parts of MVC that are used: with authorization registered, every request would pass two more middlewares, cached or not.
        builder.Services.AddMvcCore()
            .AddApiExplorer()
            .AddApplicationPart(typeof(SnackableApi).Assembly);
        builder.Services.AddWarmUp();
        return builder;
    }

    /// <summary>Puts the pipeline together.</summary>
    /// <exception cref="OptionsValidationException">A setting is invalid.</exception>
    /// <exception cref="AggregateException">Settings of several kinds are invalid.</exception>
    public static WebApplication UseSnackable(this WebApplication app)
    {
        // Validate before anything reads a setting, so that all problems are told at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();

        // From the outside in. Cached answers pass only what stands before the cache, so it is kept small.
        app.UseConnections();
        app.UseRouting();
        app.UseCrossOrigin();
        app.UseConditionalRequests();
        app.UseOutputCache();
        app.UseRequestTrace();
        app.UseNoSniff();
        // Swagger's pages stand before the compression: their entity tags don't tell encodings apart.
        app.UseOpenApiDocument();
        app.UseResponseCompression();
        app.UseProblems();
        app.MapControllers().RefuseProtected();
        app.MapHealth();
        return app;
    }
}
