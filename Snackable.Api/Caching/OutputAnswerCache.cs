using Microsoft.AspNetCore.OutputCaching;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Api.Caching;

/// <summary>The framework's output cache as the use cases see it.</summary>
internal sealed class OutputAnswerCache(AnswerVersions versions, IOutputCacheStore store) : IAnswerCache
{
    public ValueTask EvictAsync(FileId fileId)
    {
        // The version makes it right, also for answers that are being made; the tag gives the memory back.
        versions.Advance(fileId);
        return store.EvictByTagAsync(fileId.ToString(), CancellationToken.None);
    }

    public void EvictAll() => versions.AdvanceAll();
}
