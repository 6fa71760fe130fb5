using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Snackable.Application.Ingestion;

namespace Snackable.Infrastructure.Background;

/// <summary>Runs the prefetch at start and then at an interval, even if a round failed.</summary>
internal sealed partial class PrefetchWorker(
    PrefetchRound round, IOptions<PrefetchOptions> options, TimeProvider clock, ILogger<PrefetchWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Prefetch)
        {
            try
            {
                await round.RunAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.RoundFailed(logger, exception);
            }

            await Task.Delay(TimeSpan.FromSeconds(options.Value.PrefetchIntervalSeconds), clock, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A round of prefetching failed and will be tried again")]
        public static partial void RoundFailed(ILogger logger, Exception exception);
    }
}
