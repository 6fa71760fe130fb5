using Microsoft.Extensions.Logging;
using MongoDB.Driver;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>
/// Files in MongoDB: one document a file. A file that only the earlier version stored is copied when it is first asked for. The earlier
/// version's collection is never written to, so that the earlier version can be started again.
/// </summary>
public sealed partial class MongoFileStore(MongoDatabase database, StoreMetrics metrics, ILogger<MongoFileStore> logger) : IFileStore
{
    /// <summary>The collection that files are stored in.</summary>
    public const string CollectionName = "files";

    // Whoever waits for a save limits it further: some happen in the background.
    private static readonly TimeSpan MaxSaveTime = TimeSpan.FromSeconds(10);

    private readonly EarlierFiles _earlier = new(database);

    /// <inheritdoc />
    public async Task<MediaFile?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        try
        {
            return (await FindIn(CollectionName, fileId, cancellationToken))?.ToMediaFile()
                ?? await TakeOverAsync(fileId, cancellationToken);
        }
        catch (Exception exception) when (MongoFailure.IsMalformed(exception))
        {
            throw new FileStoreException($"The stored document of file {fileId} can't be read.", exception);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlySet<FileId>> FilterStoredAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken)
    {
        // A file that only the earlier version stored counts as missing: its ingestion asks for it first, which takes it over.
        var ids = await database.RunAsync(
            (mongo, token) => mongo.GetCollection<FileDocument>(CollectionName)
                .Find(Builders<FileDocument>.Filter.In("_id", fileIds.Select(fileId => fileId.ToString())))
                .Project(document => document.FileId).ToListAsync(token),
            cancellationToken);
        return ids.Select(FileId.Parse).ToHashSet();
    }

    /// <inheritdoc />
    public Task<SaveOutcome> SaveAsync(MediaFile file, CancellationToken cancellationToken) => SaveAsync(file, MaxSaveTime, cancellationToken);

    private Task<SaveOutcome> SaveAsync(MediaFile file, TimeSpan? timeout, CancellationToken cancellationToken) => database.SaveAsync(
        async (mongo, token) =>
        {
            var files = mongo.GetCollection<FileDocument>(CollectionName);
            var document = FileDocument.From(file);
            try
            {
                await files.InsertOneAsync(document, options: null, token);
                return SaveOutcome.Added;
            }
            catch (MongoWriteException exception) when (exception.WriteError.Category == ServerErrorCategory.DuplicateKey)
            {
                return await ReplaceOlderAsync(files, document, token);
            }
            catch (Exception exception) when (MongoFailure.IsTooLarge(exception))
            {
                metrics.FileTooLarge();
                throw new FileStoreException(
                    $"File {file.FileId} with its {file.Segments.Count} segments is too large for a document of MongoDB.", exception)
                {
                    IsPermanent = true,
                };
            }
        },
        timeout,
        cancellationToken);

    private static async Task<SaveOutcome> ReplaceOlderAsync(
        IMongoCollection<FileDocument> files, FileDocument document, CancellationToken cancellationToken)
    {
        var filter = Builders<FileDocument>.Filter;
        var older = filter.Eq("_id", document.FileId) & filter.Lt("fetchedAtTicks", document.FetchedAtTicks);
        var result = await files.ReplaceOneAsync(older, document, cancellationToken: cancellationToken);
        return result.MatchedCount == 1 ? SaveOutcome.Replaced : SaveOutcome.Superseded;
    }

    private async Task<MediaFile?> TakeOverAsync(FileId fileId, CancellationToken cancellationToken)
    {
        if (!await _earlier.MayHoldAsync(fileId, cancellationToken) || await FindEarlierAsync(fileId, cancellationToken) is not { } file)
            return null;
        try
        {
            await SaveAsync(file, timeout: null, cancellationToken);
        }
        catch (FileStoreException exception)
        {
            Log.NotTakenOver(logger, exception, fileId);
        }

        return file;
    }

    private async Task<MediaFile?> FindEarlierAsync(FileId fileId, CancellationToken cancellationToken)
    {
        try
        {
            return (await FindIn(EarlierFiles.CollectionName, fileId, cancellationToken))?.ToMediaFile();
        }
        catch (Exception exception) when (MongoFailure.IsMalformed(exception))
        {
            Log.EarlierUnusable(logger, fileId, exception.Message);
            return null;
        }
    }

    private Task<FileDocument?> FindIn(string collection, FileId fileId, CancellationToken cancellationToken) => database.RunAsync<FileDocument?>(
        async (mongo, token) => await mongo.GetCollection<FileDocument>(collection)
            .Find(Builders<FileDocument>.Filter.Eq("_id", fileId.ToString())).FirstOrDefaultAsync(token),
        cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The earlier version's document of file {FileId} is not used, and the file fetched again: {Reason}")]
        public static partial void EarlierUnusable(ILogger logger, FileId fileId, string reason);

        [LoggerMessage(2, LogLevel.Warning, "The earlier version's file {FileId} is answered, but could not be taken over")]
        public static partial void NotTakenOver(ILogger logger, Exception exception, FileId fileId);
    }
}
