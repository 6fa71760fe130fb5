using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Snackable.Api;
using Snackable.Application.Catalog;
using Snackable.Application.Storage;
using Snackable.Infrastructure.Storage.Sqlite;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Benchmarks.Lookup;

/// <summary>
/// What a measurement stands on: the stand-in for the processing API, and before it the presentation API as it is in production and
/// the model of the earlier version. Everything speaks real HTTP; the store is empty at first.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("snackable-benchmarks-");
    private readonly ManualClock _clock = new();
    private readonly int _maxPages;
    private WebApplication _api = null!;
    private HttpClient _client = null!;
    private int _wrongAnswers;

    private Stage(StandIn processingApi, int maxPages)
    {
        (ProcessingApi, _maxPages) = (processingApi, maxPages);
        Earlier = new EarlierVersion(processingApi.Address, maxPages);
    }

    public StandIn ProcessingApi { get; }

    public CallLog Calls => ProcessingApi.Calls;

    public EarlierVersion Earlier { get; }

    /// <summary>Whether all answers of the presentation API had the expected status: else the figures mean nothing.</summary>
    public bool IsRight => _wrongAnswers == 0;

    /// <summary>What to add to figures that mean nothing.</summary>
    public string Doubt => IsRight ? "" : $", but {_wrongAnswers} answers were wrong";

    public static async Task<Stage> StartAsync(int files, int maxPages = 200, int latencyMs = 0)
    {
        var stage = new Stage(await StandIn.StartAsync(new StandInOptions { FileCount = files, LatencyMs = latencyMs }), maxPages);
        await stage.StartApiAsync();
        return stage;
    }

    /// <summary>Restarts the presentation API on the store that it had.</summary>
    public async Task RestartApiAsync()
    {
        await StopApiAsync();
        await StartApiAsync();
    }

    /// <summary>Takes the store away.</summary>
    public void EndStore() => _api.Services.GetRequiredService<StoreOutage>().Begin();

    /// <summary>Lets time pass for the presentation API.</summary>
    public void Wait(TimeSpan time) => _clock.Advance(time);

    /// <summary>Asks the presentation API for a file.</summary>
    public async Task AskAsync(Guid fileId, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await _client.GetAsync($"/api/presentation/files/{fileId}");
        if (response.StatusCode != expected)
            Interlocked.Increment(ref _wrongAnswers);
    }

    /// <summary>Has the whole list read, as the first one who asks for an unknown file does.</summary>
    public async Task ReadListAsync()
    {
        await AskAsync(SandboxFiles.Unknown, HttpStatusCode.NotFound);
        await SettleAsync();
        Calls.Reset();
    }

    /// <summary>Waits until the processing API is at rest: a scan goes on after its callers were answered.</summary>
    public async Task SettleAsync()
    {
        for (var before = -1; before != Calls.Total;)
        {
            before = Calls.Total;
            await Task.Delay(Quiet);
        }
    }

    /// <summary>The listed files of a status, in the order of the list.</summary>
    public Guid[] Files(string status = SandboxStatus.Finished) =>
        [.. ProcessingApi.Files.All.Where(file => file.ProcessingStatus == status).Select(file => file.FileId)];

    public async ValueTask DisposeAsync()
    {
        await StopApiAsync();
        Earlier.Dispose();
        await ProcessingApi.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartApiAsync()
    {
        var builder = SnackableApi.CreateBuilder(
        [
            "--urls=http://127.0.0.1:0",
            $"--PROCESSING_API_HOST={ProcessingApi.Address}",
            $"--DB_CONNECTION_STRING=Data Source={Path.Combine(_folder.FullName, "snackable.db")}",
            $"--MAX_PAGES={_maxPages}",
        ]);
        builder.Logging.ClearProviders();
        builder.AddSnackable();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSingleton(provider => new StoreOutage(
            ActivatorUtilities.CreateInstance<SqliteFileStore>(provider), ActivatorUtilities.CreateInstance<SqliteCatalogStore>(provider)));
        builder.Services.AddSingleton<IFileStore>(provider => provider.GetRequiredService<StoreOutage>());
        builder.Services.AddSingleton<ICatalogStore>(provider => provider.GetRequiredService<StoreOutage>());
        _api = builder.Build().UseSnackable();
        await _api.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_api.Urls.Single()) };
    }

    private async Task StopApiAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }
}
