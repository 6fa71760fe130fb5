using Microsoft.Extensions.Logging;
using MongoDB.Driver;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>
/// The one way to MongoDB, with the rules of the house. Connects with the first call; a server that is away is noticed once,
/// and from then on costs nobody any time until it is back.
/// </summary>
public sealed class MongoDatabase : IDisposable
{
    private const string ApplicationName = "snackable";
    private const int MostConnections = 64;

    private static readonly FilterDefinition<FileDocument> NoFile = Builders<FileDocument>.Filter.Eq("_id", "");

    private readonly MongoUrl _url;
    private readonly TimeSpan _patience;
    private readonly StoreCircuit _circuit;
    private volatile IMongoDatabase? _database;
    private volatile bool _saveFailed;

    /// <summary>Takes the database's address; connects to nothing yet.</summary>
    /// <param name="connectionString">A <c>mongodb://</c> or <c>mongodb+srv://</c> address.</param>
    /// <param name="patience">The longest that one call may take, whatever it consists of.</param>
    /// <param name="clock">The clock of the pauses between probes.</param>
    /// <param name="logger">Is told when the server goes away and when it comes back.</param>
    public MongoDatabase(string connectionString, TimeSpan patience, TimeProvider clock, ILogger<MongoDatabase> logger)
    {
        _url = new MongoUrl(connectionString);
        _patience = patience;
        _circuit = new StoreCircuit(token => AttemptAsync(AskAsync, _patience, token), clock, logger);
    }

    /// <summary>Whether the server is known to be away.</summary>
    public bool IsAway => _circuit.Reason is not null;

    /// <summary>Does one piece of work: in time, or not at all.</summary>
    /// <exception cref="FileStoreException">The server is away, too slow, or refuses the work.</exception>
    public Task<T> RunAsync<T>(Func<IMongoDatabase, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, _patience, cancellationToken);

    /// <summary>Does one piece of work that nobody waits for, and that may take its time.</summary>
    /// <exception cref="FileStoreException">The server is away, too slow, or refuses the work.</exception>
    public async Task<T> RunAsync<T>(
        Func<IMongoDatabase, CancellationToken, Task<T>> work, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_circuit.Reason is { } reason)
            throw new FileStoreException(reason);
        try
        {
            return await AttemptAsync(work, patience, cancellationToken);
        }
        catch (FileStoreException failure) when (failure.InnerException is { } cause && MongoFailure.IsAway(cause))
        {
            _circuit.Trip(failure);
            throw;
        }
    }

    /// <summary>Saves a file.</summary>
    /// <exception cref="FileStoreException">The server is away, too slow, or refuses the file.</exception>
    public async Task<T> SaveAsync<T>(Func<IMongoDatabase, CancellationToken, Task<T>> save, CancellationToken cancellationToken)
    {
        try
        {
            var result = await RunAsync(save, cancellationToken);
            _saveFailed = false;
            return result;
        }
        catch (FileStoreException exception) when (!exception.IsPermanent)
        {
            _saveFailed = true;
            throw;
        }
    }

    /// <summary>Finds out whether files can be read, and written if the last save failed.</summary>
    /// <exception cref="FileStoreException">The server is away, too slow, or refuses to be read from or written to.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await RunAsync(AskAsync, cancellationToken);
        // Deletes nothing, for which the server must be able to write, and the user be allowed to.
        if (_saveFailed)
            await SaveAsync((database, token) => Files(database).DeleteOneAsync(NoFile, token), cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _circuit.Dispose();
        _database?.Client.Dispose();
    }

    // Asks for a file that there can't be, which takes all that any read takes: the rights of the user, for example.
    private static Task<bool> AskAsync(IMongoDatabase database, CancellationToken cancellationToken) =>
        Files(database).Find(NoFile).AnyAsync(cancellationToken);

    private static IMongoCollection<FileDocument> Files(IMongoDatabase database) =>
        database.GetCollection<FileDocument>(MongoFileStore.CollectionName);

    private async Task<T> AttemptAsync<T>(
        Func<IMongoDatabase, CancellationToken, Task<T>> work, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return await work(_database ?? await ConnectAsync(limit.Token), limit.Token);
        }
        catch (Exception exception) when (MongoFailure.IsKnown(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw MongoFailure.Translate(exception);
        }
        catch (Exception exception) when (MongoFailure.IsAway(exception))
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    // Two who connect at the same time do no harm: clients with the same settings share their connections.
    private async Task<IMongoDatabase> ConnectAsync(CancellationToken cancellationToken)
    {
        var settings = MongoClientSettings.FromUrl(await _url.ResolveAsync(resolveHosts: false, cancellationToken));
        settings.ApplicationName ??= ApplicationName;
        // A little earlier than the call as a whole gives up: the driver knows why.
        settings.ServerSelectionTimeout = settings.ConnectTimeout = 0.9 * _patience;
        if (!Says("maxPoolSize"))
            settings.MaxConnectionPoolSize = MostConnections;
        if (!Says("w"))
            settings.WriteConcern = WriteConcern.WMajority;
        // Unless the address says otherwise, the driver tries failed reads and writes once more.
        return _database = new MongoClient(settings).GetDatabase(MongoAddress.DatabaseName(_url));
    }

    private bool Says(string option) =>
        _url.Url.Contains($"?{option}=", StringComparison.OrdinalIgnoreCase) || _url.Url.Contains($"&{option}=", StringComparison.OrdinalIgnoreCase);
}
