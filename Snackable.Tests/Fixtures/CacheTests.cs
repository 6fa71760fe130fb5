using Microsoft.Extensions.DependencyInjection;
using Snackable.Application.Ingestion;
using Snackable.Domain;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Tests.Fixtures;

/// <summary>What tests about kept answers stand on.</summary>
public abstract class CacheTests : ApiTests
{
    private protected static readonly Dictionary<string, string> Cached = new() { ["CACHE_SECONDS"] = "60" };

    /// <summary>How often the store was asked, and had the file.</summary>
    private protected static long StoreHits(ApiHost api) => api.Metrics.Count("snackable.lookups", "store_hit");

    /// <summary>Has the file changed upstream, and stored again.</summary>
    private protected async Task UpdateAsync(ApiHost api, string title)
    {
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { SeriesTitle = title });
        await api.Services.GetRequiredService<FileIngestion>().UpdateAsync(new FileId(SandboxFiles.Finished), CancellationToken.None);
    }
}
