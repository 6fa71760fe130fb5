using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>The other processes that answer from the same store.</summary>
public interface IReplicas
{
    /// <summary>
    /// Tells them that there is a newer version of a file, so that they evict their answers about it. Never fails and never takes long. A replica
    /// that is not reached serves its cached answer of the older version until that expires.
    /// </summary>
    ValueTask AnnounceAsync(FileId fileId);
}
