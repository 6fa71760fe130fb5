using Snackable.Application.Storage;

namespace Snackable.Application.Catalog;

/// <summary>
/// Our own store of the catalog, so that a restart knows it. Every call throws <see cref="FileStoreException"/> when the store
/// can't be used.
/// </summary>
public interface ICatalogStore
{
    /// <summary>Reads the whole catalog, in no order.</summary>
    Task<IReadOnlyList<CatalogEntry>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds entries, or replaces those of the same files that were not seen later.</summary>
    Task SaveAsync(IReadOnlyCollection<CatalogEntry> entries, CancellationToken cancellationToken);

    /// <summary>Removes the entries that were not seen since then.</summary>
    Task PruneAsync(DateTimeOffset seenBefore, CancellationToken cancellationToken);
}
