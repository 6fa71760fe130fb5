using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Application.Catalog;

/// <summary>
/// Our own store of the catalog, so that a restart knows it. Every call throws <see cref="FileStoreException"/> when the store
/// can't be used.
/// </summary>
public interface ICatalogStore
{
    /// <summary>Reads the whole catalog, in no order.</summary>
    Task<IReadOnlyList<CatalogEntry>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Counts the entries.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Adds entries, or replaces those of the same files that were not seen later.</summary>
    Task SaveAsync(IReadOnlyCollection<CatalogEntry> entries, CancellationToken cancellationToken);

    /// <summary>Removes the entries of some files. Those that have none stay without.</summary>
    Task RemoveAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken);
}
