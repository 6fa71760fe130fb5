using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>The other processes that answer from the same store.</summary>
public interface IReplicas
{
    /// <summary>
    /// Tells them that there is a newer version of a file, so that they forget their answers about it. Never fails and never takes long:
    /// whom it does not reach answers with the older version until that has been cached for as long as answers are.
    /// </summary>
    ValueTask AnnounceAsync(FileId fileId);
}
