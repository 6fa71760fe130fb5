using Microsoft.Extensions.Logging;
using MongoDB.Driver;
using Snackable.Application.Concurrency;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>
/// The only way to MongoDB. It connects with the first call, limits the time of each call, and turns failures into
/// <see cref="FileStoreException"/>. While the server is unavailable, calls fail at once.
/// </summary>
public sealed class MongoDatabase : IDisposable
{
    private const string ApplicationName = "snackable";
    private const int MaxConnections = 64;

    private static readonly FilterDefinition<FileDocument> NoFile = Builders<FileDocument>.Filter.Eq("_id", "");

    private readonly MongoUrl _url;
    private readonly TimeSpan _timeout;
    private readonly StoreCircuit _circuit;
    private readonly SharedValue<IMongoDatabase> _database;
    private volatile bool _saveFailed;

    /// <summary>Takes the database's address; connects to nothing yet.</summary>
    /// <param name="connectionString">A <c>mongodb://</c> or <c>mongodb+srv://</c> address.</param>
    /// <param name="timeout">The maximum duration of a call, with all that it consists of.</param>
    /// <param name="clock">The clock of the pauses between probes.</param>
    /// <param name="logger">Is told when the server becomes unavailable, and when it is back.</param>
    public MongoDatabase(string connectionString, TimeSpan timeout, TimeProvider clock, ILogger<MongoDatabase> logger)
    {
        _url = new MongoUrl(connectionString);
        _timeout = timeout;
        _database = new SharedValue<IMongoDatabase>(ConnectAsync);
        _circuit = new StoreCircuit(token => AttemptAsync(AskAsync, _timeout, token), clock, logger);
    }

    /// <summary>Whether the server is known to be unavailable.</summary>
    public bool IsUnavailable => _circuit.Reason is not null;

    /// <summary>Does one piece of work within the timeout.</summary>
    /// <exception cref="FileStoreException">The server is unavailable, too slow, or refuses the work.</exception>
    public Task<T> RunAsync<T>(Func<IMongoDatabase, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, _timeout, cancellationToken);

    /// <summary>Does one piece of work within a timeout of its own.</summary>
    /// <exception cref="FileStoreException">The server is unavailable, too slow, or refuses the work.</exception>
    public async Task<T> RunAsync<T>(
        Func<IMongoDatabase, CancellationToken, Task<T>> work, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_circuit.Reason is { } reason)
            throw new FileStoreException(reason);
        try
        {
            return await AttemptAsync(work, timeout, cancellationToken);
        }
        catch (FileStoreException failure) when (failure.InnerException is { } cause && MongoFailure.IsUnavailable(cause))
        {
            _circuit.Trip(failure);
            throw;
        }
    }

    /// <summary>Saves a file within a timeout, or at most within that of a read.</summary>
    /// <exception cref="FileStoreException">The server is unavailable, too slow, or refuses the file.</exception>
    public async Task<T> SaveAsync<T>(
        Func<IMongoDatabase, CancellationToken, Task<T>> save, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        try
        {
            var result = await RunAsync(save, timeout ?? _timeout, cancellationToken);
            _saveFailed = false;
            return result;
        }
        catch (Exception exception) when (exception is OperationCanceledException or FileStoreException { IsPermanent: false })
        {
            _saveFailed = true;
            throw;
        }
    }

    /// <summary>Checks that files can be read and, if the last save failed, written.</summary>
    /// <exception cref="FileStoreException">The server is unavailable, too slow, or refuses to be read from or written to.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await RunAsync(AskAsync, cancellationToken);
        // Deletes nothing: for that, too, the server must be able to write, and the user be allowed to.
        if (_saveFailed)
            await SaveAsync((database, token) => Files(database).DeleteOneAsync(NoFile, token), timeout: null, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _circuit.Dispose();
        _database.Made?.Client.Dispose();
    }

    // Asks for a file that can't exist: that needs the same rights as any read.
    private static Task<bool> AskAsync(IMongoDatabase database, CancellationToken cancellationToken) =>
        Files(database).Find(NoFile).AnyAsync(cancellationToken);

    private static IMongoCollection<FileDocument> Files(IMongoDatabase database) =>
        database.GetCollection<FileDocument>(MongoFileStore.CollectionName);

    private async Task<T> AttemptAsync<T>(
        Func<IMongoDatabase, CancellationToken, Task<T>> work, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await work(await _database.GetAsync().WaitAsync(limit.Token), limit.Token);
        }
        catch (Exception exception) when (MongoFailure.IsUnavailable(exception) && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (exception is not FileStoreException && !MongoFailure.IsMalformed(exception))
        {
            throw MongoFailure.Translate(exception);
        }
    }

    // The driver asks DNS for the options of a mongodb+srv address (TXT), and blocks its caller meanwhile: that is done on a thread of its own,
    // once for all who wait. The servers (SRV) it looks up in the background, again and again.
    private Task<IMongoDatabase> ConnectAsync() =>
        Task.Factory.StartNew(Connect, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private IMongoDatabase Connect()
    {
        var settings = Settings();
        settings.ApplicationName ??= ApplicationName;
        // A little less than the timeout of the call: the driver's exception has the reason.
        settings.ServerSelectionTimeout = settings.ConnectTimeout = 0.9 * _timeout;
        if (!HasOption("maxPoolSize"))
            settings.MaxConnectionPoolSize = MaxConnections;
        if (!HasOption("w"))
            settings.WriteConcern = WriteConcern.WMajority;
        // The driver retries failed reads and writes once, unless the address turns that off.
        return new MongoClient(settings).GetDatabase(MongoAddress.DatabaseName(_url));
    }

    private MongoClientSettings Settings()
    {
        try
        {
            return MongoClientSettings.FromUrl(_url);
        }
        catch (Exception exception) when (exception is not MongoException)
        {
            // Whatever DNS answered, or did not: it may be mended while the process runs.
            throw new MongoConfigurationException("The address could not be resolved.", exception);
        }
    }

    private bool HasOption(string option) =>
        _url.Url.Contains($"?{option}=", StringComparison.OrdinalIgnoreCase) || _url.Url.Contains($"&{option}=", StringComparison.OrdinalIgnoreCase);
}
