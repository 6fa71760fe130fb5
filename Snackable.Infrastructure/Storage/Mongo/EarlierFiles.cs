using MongoDB.Bson;
using MongoDB.Driver;
using Snackable.Application.Concurrency;
using Snackable.Domain;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>
/// Which files the earlier version stored: their ids are read once, so that a look for any other file needs one read and not two. Nothing
/// adds to that collection once the earlier version is stopped.
/// </summary>
internal sealed class EarlierFiles
{
    /// <summary>The collection that the earlier version stores files in.</summary>
    public const string CollectionName = "file_model";

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMilliseconds(500);

    private readonly MongoDatabase _database;
    private readonly SharedValue<HashSet<FileId>?> _ids;

    /// <summary>Reads nothing yet.</summary>
    public EarlierFiles(MongoDatabase database) => (_database, _ids) = (database, new SharedValue<HashSet<FileId>?>(ReadAsync));

    /// <summary>Whether the earlier version may have stored the file: yes, too, as long as nobody knows.</summary>
    public async ValueTask<bool> MayHoldAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var reading = _ids.GetAsync();
        if (!reading.IsCompleted)
            await Task.WhenAny(reading, Task.Delay(WaitTimeout, cancellationToken));
        return !reading.IsCompletedSuccessfully || await reading is not { } ids || ids.Contains(fileId);
    }

    private Task<HashSet<FileId>?> ReadAsync() => _database.RunAsync(
        async (mongo, token) =>
        {
            try
            {
                var ids = new HashSet<FileId>();
                // The index alone is read: documents are large.
                var options = new FindOptions { Hint = "_id_", BatchSize = 10_000 };
                using var documents = await mongo.GetCollection<BsonDocument>(CollectionName)
                    .Find(FilterDefinition<BsonDocument>.Empty, options)
                    .Project(Builders<BsonDocument>.Projection.Include("_id"))
                    .ToCursorAsync(token);
                while (await documents.MoveNextAsync(token))
                    ids.UnionWith(documents.Current.Select(document => document["_id"]).Where(id => id.IsString).Select(IdOf).OfType<FileId>());
                return ids;
            }
            catch (OperationCanceledException)
            {
                // There are too many. That is no sign that the server is unavailable: each look asks it then.
                return (HashSet<FileId>?)null;
            }
        },
        ReadTimeout,
        CancellationToken.None);

    private static FileId? IdOf(BsonValue id) => FileId.TryParse(id.AsString, out var fileId) ? fileId : null;
}
