using Snackable.Application.Catalog;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Benchmarks.Lookup;

/// <summary>The store, until it is gone.</summary>
internal sealed class StoreOutage(IFileStore files, ICatalogStore catalog) : IFileStore, ICatalogStore
{
    private volatile bool _isGone;

    /// <summary>From now on every call fails.</summary>
    public void Begin() => _isGone = true;

    public Task<MediaFile?> FindAsync(FileId fileId, CancellationToken cancellationToken) =>
        Present(files).FindAsync(fileId, cancellationToken);

    public Task<IReadOnlySet<FileId>> FilterStoredAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken) =>
        Present(files).FilterStoredAsync(fileIds, cancellationToken);

    public Task<SaveOutcome> SaveAsync(MediaFile file, CancellationToken cancellationToken) =>
        Present(files).SaveAsync(file, cancellationToken);

    public Task<IReadOnlyList<CatalogEntry>> LoadAsync(CancellationToken cancellationToken) =>
        Present(catalog).LoadAsync(cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) => Present(catalog).CountAsync(cancellationToken);

    public Task SaveAsync(IReadOnlyCollection<CatalogEntry> entries, CancellationToken cancellationToken) =>
        Present(catalog).SaveAsync(entries, cancellationToken);

    public Task RemoveAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken) =>
        Present(catalog).RemoveAsync(fileIds, cancellationToken);

    private T Present<T>(T store) => _isGone ? throw new FileStoreException("The store is gone.") : store;
}
