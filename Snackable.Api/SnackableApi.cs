using Microsoft.Extensions.Options;
using Snackable.Api.Caching;
using Snackable.Api.Errors;
using Snackable.Api.Files;
using Snackable.Api.Health;
using Snackable.Api.Http;
using Snackable.Api.Json;
using Snackable.Api.OpenApi;
using Snackable.Application;
using Snackable.Infrastructure;

namespace Snackable.Api;

/// <summary>The presentation API's composition, for its own program and for whoever hosts it beside something else.</summary>
public static class SnackableApi
{
    /// <summary>Starts a host whose settings file lies beside the program, whatever the working directory is.</summary>
    /// <param name="args">Command-line arguments; a setting given as <c>--NAME=value</c> wins over the environment.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    /// <summary>Adds everything that the presentation API consists of.</summary>
    public static WebApplicationBuilder AddSnackable(this WebApplicationBuilder builder)
    {
        builder.UseDefaultPort();
        builder.UseKestrelLimits();
        builder.Services.AddApplication();
        builder.Services.AddInfrastructure(builder.Configuration);
        builder.Services.AddJson();
        builder.Services.AddContent();
        builder.Services.AddParameters();
        builder.Services.AddCrossOrigin();
        builder.Services.AddAnswerCache();
        builder.Services.AddProblems();
        builder.Services.AddOpenApiDocument();
        builder.Services.ConfigureSwaggerGen(document => document.OperationFilter<GetFileExamples>());
        // Only what is used of MVC: with authorization registered, every request, cached or not, would pass two more middlewares.
        builder.Services.AddMvcCore()
            .AddApiExplorer()
            .AddApplicationPart(typeof(SnackableApi).Assembly);
        return builder;
    }

    /// <summary>Puts the pipeline together.</summary>
    /// <exception cref="OptionsValidationException">A setting does not fit.</exception>
    /// <exception cref="AggregateException">Settings of several kinds do not fit.</exception>
    public static WebApplication UseSnackable(this WebApplication app)
    {
        // Before anything reads a setting, so that all problems are told at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();

        // From the outside in: what a cached answer still has to pass comes before the cache, and is little.
        app.UseRouting();
        app.UseCrossOrigin();
        app.UseConditionalRequests();
        app.UseOutputCache();
        app.UseRequestTrace();
        app.UseNoSniff();
        // The pages for people have entity tags of their own, which do not tell codings apart.
        app.UseOpenApiDocument();
        app.UseResponseCompression();
        app.UseProblems();
        app.MapControllers().RefuseProtected();
        app.MapHealth();
        return app;
    }
}
