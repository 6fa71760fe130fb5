using System.Net.Http.Json;

namespace Snackable.Benchmarks.Lookup;

/// <summary>
/// A plain model of how the earlier version looks up a file that it does not have stored: all pages at once, without a bound, for
/// each request anew; then the details and the segments. It has no HTTP surface and no store of its own, which flatters its times.
/// </summary>
internal sealed class EarlierVersion(Uri processingApi, int maxPages) : IDisposable
{
    private const int PageSize = 5;

    private readonly HttpClient _client = new() { BaseAddress = processingApi };

    /// <summary>Looks a file up.</summary>
    /// <returns>Whether the file is listed and finished, so that it was fetched.</returns>
    public async Task<bool> FindAsync(Guid fileId)
    {
        var pages = await Task.WhenAll(Enumerable.Range(0, maxPages).Select(ReadPageAsync));
        var file = pages.SelectMany(page => page).FirstOrDefault(file => file.FileId == fileId);
        if (file is not { ProcessingStatus: "FINISHED" })
            return false;
        await Task.WhenAll(
            _client.GetByteArrayAsync($"api/file/details/{fileId}"),
            _client.GetByteArrayAsync($"api/file/segments/{fileId}"));
        return true;
    }

    public void Dispose() => _client.Dispose();

    private async Task<Listed[]> ReadPageAsync(int page) =>
        await _client.GetFromJsonAsync<Listed[]>($"api/file/all?limit={PageSize}&offset={page * PageSize}") ?? [];

    private sealed record Listed(Guid FileId, string ProcessingStatus);
}
