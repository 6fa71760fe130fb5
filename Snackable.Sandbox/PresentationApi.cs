using Snackable.Api;

namespace Snackable.Sandbox;

/// <summary>The API as it is in production, in front of the stand-in, with a store in a folder of the sandbox.</summary>
internal sealed class PresentationApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PresentationApi(SandboxSettings settings, Uri processingApi, TemporaryFolder folder)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. settings.Arguments, .. Defaults(settings, processingApi, folder)],
            ApplicationName = typeof(SnackableApi).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });

        // Both log a port that is taken with a stack trace, before the sandbox can say it in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);
        _app = builder.AddSnackable().Build().UseSnackable();
    }

    public Uri Address => new(_app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal));

    public static async Task<PresentationApi> StartAsync(SandboxSettings settings, Uri processingApi, TemporaryFolder folder)
    {
        var api = new PresentationApi(settings, processingApi, folder);
        try
        {
            await api._app.StartAsync();
            return api;
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Arguments win over everything, so one is only made where the person said nothing.
    private static IEnumerable<string> Defaults(SandboxSettings settings, Uri processingApi, TemporaryFolder folder)
    {
        var said = settings.Configuration;
        if (said["PROCESSING_API_HOST"] is null)
            yield return $"--PROCESSING_API_HOST={processingApi}";
        if (said["DB_CONNECTION_STRING"] is null)
            yield return $"--DB_CONNECTION_STRING=Data Source={folder.PathOf("snackable.db")}";
        if (said["URLS"] is null && said["HTTP_PORTS"] is null && said["HTTPS_PORTS"] is null)
            yield return $"--urls=http://{(settings.InContainer ? "*" : "127.0.0.1")}:9002";
    }
}
