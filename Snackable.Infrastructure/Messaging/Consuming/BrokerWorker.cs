using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Snackable.Infrastructure.Messaging.Connection;
using Snackable.Infrastructure.Messaging.Replicas;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>
/// Keeps a connection to the broker: connects, declares what is missing, consumes until the connection breaks, and connects again after a
/// pause. The host's start does not wait for any of it.
/// </summary>
internal sealed partial class BrokerWorker(
    BrokerState broker,
    Topology topology,
    IServiceProvider services,
    IOptions<MessagingOptions> options,
    TimeProvider clock,
    ILogger<BrokerWorker> logger) : BackgroundService
{
    private const string ClientName = "Snackable presentation API";
    private const double MinPauseSeconds = 0.5;
    private const double MaxPauseSeconds = 15;

    // Longer than the default deadline of an ingestion, shorter than the host's shutdown timeout.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(12);

    // After a connection that lasted this long, the pauses start again at the shortest.
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested; failures++)
        {
            var begun = clock.GetTimestamp();
            var problem = await RunAsync(stoppingToken);
            if (stoppingToken.IsCancellationRequested)
                return;
            if (broker.Down(problem))
                Log.Unavailable(logger, problem);
            if (clock.GetElapsedTime(begun) > StableAfter)
                failures = 0;
            await Task.Delay(PauseAfter(failures), clock, stoppingToken);
        }
    }

    // With jitter: all replicas lose the broker at the same time, and should not connect again at the same time.
    private static TimeSpan PauseAfter(int failures) => TimeSpan.FromSeconds(
        Math.Min(MaxPauseSeconds, MinPauseSeconds * Math.Pow(2, failures)) * (0.75 + (Random.Shared.NextDouble() / 2)));

    private async Task<string> RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var connection = await BrokerConnection.OpenAsync(
                BrokerAddress.CreateFactory(options.Value.RabbitmqUrl!, ClientName), options.Value.EventConcurrency, stoppingToken);
            return await ConsumeAsync(connection, stoppingToken);
        }
        catch (Exception exception)
        {
            return BrokerFailure.Describe(exception);
        }
    }

    private async Task<string> ConsumeAsync(BrokerConnection connection, CancellationToken stoppingToken)
    {
        await topology.DeclareAsync(connection.Publishing, stoppingToken);
        await ActivatorUtilities.CreateInstance<ReplacedFileListener>(services, connection).StartAsync(stoppingToken);
        using var consumer = ActivatorUtilities.CreateInstance<FileConsumer>(services, connection);
        try
        {
            await consumer.StartAsync(stoppingToken);
            broker.Up(connection);
            Log.Consuming(logger, topology.Queue);
            return await connection.Ended.WaitAsync(stoppingToken);
        }
        finally
        {
            // Messages in hand when the connection breaks are delivered again on the next one, and join the ingestions that they started.
            await consumer.StopAsync(stoppingToken.IsCancellationRequested ? StopTimeout : TimeSpan.Zero);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Consuming messages about files from {Queue}")]
        public static partial void Consuming(ILogger logger, string queue);

        [LoggerMessage(2, LogLevel.Warning, "The broker is unavailable: {Problem} Until it is back, files are ingested when they are asked for")]
        public static partial void Unavailable(ILogger logger, string problem);
    }
}
