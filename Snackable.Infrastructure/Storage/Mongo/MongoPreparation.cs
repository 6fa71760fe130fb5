using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>
/// Creates the indexes beside the start, which waits for nothing: at once when the server is there, or else as soon as it is.
/// Its first call is also the one that notices a server that is away.
/// </summary>
internal sealed partial class MongoPreparation(MongoDatabase database, TimeProvider clock, ILogger<MongoPreparation> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // An index over many files that are stored already takes its time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryAsync(stoppingToken))
            await Task.Delay(Pause, clock, stoppingToken);
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.RunAsync(MongoIndexes.CreateAsync, Patience, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!database.IsAway && !cancellationToken.IsCancellationRequested)
        {
            // Refused, for example to a user who may only read and write, or failed on a defect: files are found by their ids all the same.
            Log.Refused(logger, exception);
            return true;
        }
        catch (FileStoreException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The indexes could not be created; going on without them")]
        public static partial void Refused(ILogger logger, Exception exception);
    }
}
