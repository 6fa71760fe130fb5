using AutoMapper;
using MediatR;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Snackable.Api.OpenApi;
using Snackable.Application.Files;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Api.WarmUp;

/// <summary>
/// Uses the code on a request's way once, without asking a neighbor: .NET compiles code when it is first used, which cost the first request
/// after a start a second or more.
/// </summary>
internal sealed partial class PipelineWarmUp(IServiceScopeFactory scopes, ILogger<PipelineWarmUp> logger)
{
    private static readonly FileId File = FileId.Parse(ExampleFile.Id);
    private static readonly CancellationToken Canceled = new(canceled: true);

    /// <summary>Runs every step. One that fails is no reason not to start: it is logged, and its code is compiled with the first request.</summary>
    public async Task RunAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        await TryAsync(() => AnswerAsync(application));
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await TryAsync(() => services.GetRequiredService<IMediator>().Send(new GetFileQuery(File), Canceled));
        await TryAsync(() => services.GetRequiredService<IProcessingApi>().GetDetailsAsync(File, Canceled));
        await TryAsync(() => RenderAsync(services));
        cancellationToken.ThrowIfCancellationRequested();
    }

    // An id that is none: the whole pipeline, and no neighbor.
    private static async Task AnswerAsync<TContext>(IHttpApplication<TContext> application)
        where TContext : notnull
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = HttpMethods.Get,
            Protocol = HttpProtocol.Http11,
            Scheme = Uri.UriSchemeHttp,
            Path = "/api/presentation/files/warm-up",
            Headers = { Host = "localhost", AcceptEncoding = "br" },
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        var context = application.CreateContext(features);
        try
        {
            await application.ProcessRequestAsync(context);
        }
        finally
        {
            application.DisposeContext(context, exception: null);
        }
    }

    private static async Task RenderAsync(IServiceProvider services)
    {
        var file = MediaFile.Merge(
            File,
            ProcessingStatus.Finished,
            new FileDetails(File, "", 0, "https://localhost/", "https://localhost/", SeriesTitle: null),
            [new Segment(1, File, "", 0, 0)],
            DateTimeOffset.UnixEpoch);
        var response = services.GetRequiredService<IMapper>().Map<FileResponse>(file);
        var http = new DefaultHttpContext { RequestServices = services };
        await services.GetRequiredService<IActionResultExecutor<ObjectResult>>()
            .ExecuteAsync(new ActionContext { HttpContext = http, RouteData = new RouteData(), ActionDescriptor = new() }, new ObjectResult(response));
    }

    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (OperationCanceledException)
        {
            // Its token is canceled, so that it asks no neighbor.
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A step of the warm-up failed; its code is compiled with the first request")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
