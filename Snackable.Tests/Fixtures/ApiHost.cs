using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Snackable.Api;

namespace Snackable.Tests.Fixtures;

/// <summary>The presentation API as it is in production, on a free port of a real Kestrel.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(WebApplication app, RecordedLog log)
    {
        _app = app;
        Log = log;
        Metrics = new RecordedMetrics(app.Services.GetRequiredService<IMeterFactory>());
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public RecordedLog Log { get; }

    public RecordedMetrics Metrics { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="settings">Variables such as <c>MAX_PAGES</c>; they win over the environment that the tests run in.</param>
    /// <param name="substitute">Puts substitutes at ports, and clocks that tests can move.</param>
    public static async Task<ApiHost> StartAsync(IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? substitute = null)
    {
        var log = new RecordedLog();
        var builder = SnackableApi.CreateBuilder(["--urls=http://127.0.0.1:0", .. settings.Select(setting => $"--{setting.Key}={setting.Value}")]);
        builder.Logging.ClearProviders().AddProvider(log);
        builder.AddSnackable();
        substitute?.Invoke(builder.Services);
        var app = builder.Build().UseSnackable();
        await app.StartAsync();
        return new ApiHost(app, log);
    }

    public Task<HttpResponseMessage> GetFileAsync(object fileId, CancellationToken cancellationToken = default) =>
        Client.GetAsync($"/api/presentation/files/{fileId}", cancellationToken);

    /// <summary>Asks for a file with request headers of one's own.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, object fileIdAndQuery, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, $"/api/presentation/files/{fileIdAndQuery}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request);
    }

    /// <summary>Waits until scans have come to their end, well or not: callers are answered while the scan goes on.</summary>
    public async Task ScansEndedAsync(int count = 1)
    {
        var failed = Metrics.Count("snackable.scans", "failed");
        await Metrics.WaitForAsync("snackable.scans", "completed", count - failed);
    }

    /// <summary>Stops as SIGTERM would. Disposing alone gives requests under way less time.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Metrics.Dispose();
        await _app.DisposeAsync();
    }
}
