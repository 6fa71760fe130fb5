using MongoDB.Bson;
using MongoDB.Driver;
using Snackable.Domain;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>
/// Which files the earlier version stored: their ids are read once, so that a look for any other file needs one read and not two. Nothing
/// adds to that collection once the earlier version is stopped.
/// </summary>
internal sealed class EarlierFiles(MongoDatabase database)
{
    /// <summary>The collection that the earlier version stores files in.</summary>
    public const string CollectionName = "file_model";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task<HashSet<string>>? _ids;

    /// <summary>Whether the earlier version stored the file.</summary>
    /// <exception cref="Application.Storage.FileStoreException">The ids can't be read at the moment; the next call tries again.</exception>
    public async ValueTask<bool> HoldAsync(FileId fileId, CancellationToken cancellationToken) =>
        (await IdsAsync().WaitAsync(cancellationToken)).Contains(fileId.ToString());

    // Read for all who wait, whoever of them leaves.
    private Task<HashSet<string>> IdsAsync()
    {
        lock (_lock)
            return _ids is { IsCompleted: false } or { IsCompletedSuccessfully: true } ? _ids : _ids = ReadAsync();
    }

    private Task<HashSet<string>> ReadAsync() => database.RunAsync(
        async (mongo, token) =>
        {
            var ids = new HashSet<string>();
            using var documents = await mongo.GetCollection<BsonDocument>(CollectionName)
                .Find(FilterDefinition<BsonDocument>.Empty).Project(Builders<BsonDocument>.Projection.Include("_id")).ToCursorAsync(token);
            while (await documents.MoveNextAsync(token))
                ids.UnionWith(documents.Current.Select(document => document["_id"]).Where(id => id.IsString).Select(id => id.AsString));
            return ids;
        },
        Timeout,
        CancellationToken.None);
}
