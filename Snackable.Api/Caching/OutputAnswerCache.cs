using Microsoft.AspNetCore.OutputCaching;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Api.Caching;

/// <summary>Evicts files from the framework's output cache.</summary>
internal sealed class OutputAnswerCache(AnswerVersions versions, IOutputCacheStore store) : IAnswerCache
{
    public ValueTask EvictAsync(FileId fileId)
    {
        // The version makes old answers unreachable, also those that are being made. The tag frees their memory: ADR 7 has the figures.
        versions.Advance(fileId);
        return store.EvictByTagAsync(fileId.ToString(), CancellationToken.None);
    }

    public void EvictAll() => versions.AdvanceAll();
}
