using MongoDB.Driver;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>What is found other than by its id. Creating an index that is there already does nothing.</summary>
internal static class MongoIndexes
{
    public static Task<string> CreateAsync(IMongoDatabase database, CancellationToken cancellationToken) =>
        // Which files were stored since when: what an operator asks after an incident.
        database.GetCollection<FileDocument>(MongoFileStore.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<FileDocument>(
                Builders<FileDocument>.IndexKeys.Descending("fetchedAtTicks"),
                new CreateIndexOptions { Name = "latest_first" }),
            cancellationToken: cancellationToken);
}
