using System.Text.Json;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Benchmarks.Overload;

/// <summary>The stand-in with files of one's own, and the presentation API before it as a process of its own, with an empty store.</summary>
internal sealed class OverloadStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("snackable-benchmarks-");
    private readonly StandIn _processingApi;
    private ServerProcess _api = null!;
    private HttpClient _client = null!;

    private OverloadStage(StandIn processingApi) => _processingApi = processingApi;

    /// <summary>The most memory that the API's process has ever had resident, in MiB.</summary>
    public int PeakMemoryMb => _api.PeakMemoryMb;

    /// <summary>Starts both, and has the whole list read.</summary>
    /// <param name="files">All files that the stand-in lists.</param>
    /// <param name="latencyMs">The time before each answer of the stand-in.</param>
    /// <param name="settings">Variables of the API.</param>
    public static async Task<OverloadStage> StartAsync(
        IEnumerable<SandboxFile> files, int latencyMs, params (string Name, string Value)[] settings)
    {
        var stage = new OverloadStage(await StandIn.StartAsync(new StandInOptions { FileCount = 0, LatencyMs = latencyMs }));
        stage._processingApi.Files.Replace(files);
        stage._api = await ServerProcess.StartApiAsync(
            $"Data Source={Path.Combine(stage._folder.FullName, "snackable.db")}",
            "/health/ready",
            "\"status\":\"Healthy\"",
            [("PROCESSING_API_HOST", stage._processingApi.Address.ToString()), ("MAX_CONCURRENT_PAGES", "64"), ("MAX_PAGES", "400"), .. settings]);
        stage._client = new HttpClient { BaseAddress = stage._api.Address };

        // A scan may take longer than one caller waits.
        while (await stage.AskAsync(SandboxFiles.Unknown) != "404 file-not-found")
            await Task.Delay(TimeSpan.FromSeconds(1));
        return stage;
    }

    /// <summary>Asks for all files at once.</summary>
    /// <returns>How many answers of each kind there were, the most frequent first: the status, and the end of the problem's type.</returns>
    public async Task<string> AskForAllAsync()
    {
        var answers = await Task.WhenAll(_processingApi.Files.All.Select(file => AskAsync(file.FileId)));
        return string.Join(", ", answers.CountBy(answer => answer).OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Value:n0} × {kind.Key}"));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
        await _processingApi.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<string> AskAsync(Guid fileId)
    {
        using var answer = await _client.GetAsync($"/api/presentation/files/{fileId}", HttpCompletionOption.ResponseHeadersRead);
        if (answer.IsSuccessStatusCode)
        {
            await answer.Content.CopyToAsync(Stream.Null);
            return $"{(int)answer.StatusCode}";
        }

        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return $"{(int)answer.StatusCode} {problem.RootElement.GetProperty("type").GetString()!.Split('/')[^1]}";
    }
}
