using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Snackable.Infrastructure.Messaging.Connection;
using Snackable.Infrastructure.Messaging.Replicas;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>
/// Keeps a connection to the broker: connects, declares what is missing, consumes until it breaks, and begins anew after a pause. The
/// start of the host waits for none of that.
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
    private const double ShortestPauseSeconds = 0.5;
    private const double LongestPauseSeconds = 15;

    // Longer than a caller's deadline by default, shorter than the host's own patience.
    private static readonly TimeSpan PatienceAtStop = TimeSpan.FromSeconds(12);

    // A connection that lasted was a good one: the first attempt after it comes soon.
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested; failures++)
        {
            var begun = clock.GetTimestamp();
            var problem = await RunAsync(stoppingToken);
            if (stoppingToken.IsCancellationRequested)
                return;
            if (broker.Down(problem))
                Log.Away(logger, problem);
            if (clock.GetElapsedTime(begun) > Lasting)
                failures = 0;
            await Task.Delay(PauseAfter(failures), clock, stoppingToken);
        }
    }

    // Everybody lost the broker at the same time, and should not come back so.
    private static TimeSpan PauseAfter(int failures) => TimeSpan.FromSeconds(
        Math.Min(LongestPauseSeconds, ShortestPauseSeconds * Math.Pow(2, failures)) * (0.75 + (Random.Shared.NextDouble() / 2)));

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
            // What is in hand when the connection breaks comes back on the next one, and joins the work that it has begun.
            await consumer.StopAsync(stoppingToken.IsCancellationRequested ? PatienceAtStop : TimeSpan.Zero);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Consuming messages about files from {Queue}")]
        public static partial void Consuming(ILogger logger, string queue);

        [LoggerMessage(2, LogLevel.Warning, "The broker is away: {Problem} Files come in when they are asked for, until it is back")]
        public static partial void Away(ILogger logger, string problem);
    }
}
