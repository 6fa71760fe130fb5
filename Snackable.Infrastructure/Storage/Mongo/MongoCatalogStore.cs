using MongoDB.Driver;
using Snackable.Application.Catalog;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>The catalog in MongoDB: one document a file.</summary>
public sealed class MongoCatalogStore(MongoDatabase database) : ICatalogStore
{
    /// <summary>The collection that the catalog is stored in.</summary>
    public const string CollectionName = "catalog";

    // Longer than for a file: the whole catalog may be read or written at once, and no request waits for a write.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int IdsOfOneRemoval = 1000;

    /// <inheritdoc />
    public Task<IReadOnlyList<CatalogEntry>> LoadAsync(CancellationToken cancellationToken) => RunAsync<IReadOnlyList<CatalogEntry>>(
        async (catalog, token) =>
        {
            try
            {
                return (await catalog.Find(FilterDefinition<CatalogDocument>.Empty).ToListAsync(token)).ConvertAll(document => document.ToEntry());
            }
            catch (Exception exception) when (MongoFailure.IsMalformed(exception))
            {
                throw new FileStoreException("The stored catalog can't be read.", exception);
            }
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        RunAsync((catalog, token) => catalog.CountDocumentsAsync(FilterDefinition<CatalogDocument>.Empty, options: null, token), cancellationToken);

    /// <inheritdoc />
    public async Task SaveAsync(IReadOnlyCollection<CatalogEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;
        await RunAsync(
            async (catalog, token) =>
            {
                try
                {
                    return await catalog.BulkWriteAsync(entries.Select(Upsert), new BulkWriteOptions { IsOrdered = false }, token);
                }
                catch (MongoBulkWriteException<CatalogDocument> exception) when (exception.WriteErrors.All(IsSeenLater))
                {
                    return exception.Result;
                }
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task RemoveAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken)
    {
        // A filter of all ids could be larger than a document may be.
        foreach (var some in fileIds.Select(fileId => fileId.ToString()).Chunk(IdsOfOneRemoval))
        {
            await RunAsync(
                (catalog, token) => catalog.DeleteManyAsync(Builders<CatalogDocument>.Filter.In("_id", some), token), cancellationToken);
        }
    }

    // FINISHED is final: it replaces even an entry that was seen later. If the stored entry wins, the filter finds nothing, and the insert of
    // a second document for the file is refused.
    private static ReplaceOneModel<CatalogDocument> Upsert(CatalogEntry entry)
    {
        var filter = Builders<CatalogDocument>.Filter;
        var replaced = filter.Eq("_id", entry.FileId.ToString());
        if (entry.ProcessingStatus != ProcessingStatus.Finished)
            replaced &= filter.Lte(document => document.SeenAtTicks, entry.SeenAt.UtcTicks);
        return new ReplaceOneModel<CatalogDocument>(replaced, CatalogDocument.From(entry)) { IsUpsert = true };
    }

    private static bool IsSeenLater(BulkWriteError error) => error.Category == ServerErrorCategory.DuplicateKey;

    private Task<T> RunAsync<T>(Func<IMongoCollection<CatalogDocument>, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        database.RunAsync((mongo, token) => work(mongo.GetCollection<CatalogDocument>(CollectionName), token), Timeout, cancellationToken);
}
