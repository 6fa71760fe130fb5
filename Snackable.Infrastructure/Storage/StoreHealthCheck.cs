using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage;

/// <summary>Tells whether the store can be used. Without it, files are served from the processing API.</summary>
/// <param name="checkAsync">Throws <see cref="FileStoreException"/> if the store can't be used.</param>
internal sealed class StoreHealthCheck(Func<CancellationToken, Task> checkAsync) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await checkAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (FileStoreException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}

/// <summary>Registers the store's health check.</summary>
internal static class StoreHealthCheckRegistration
{
    public static void AddStoreHealthCheck<TDatabase>(
        this IServiceCollection services, Func<TDatabase, CancellationToken, Task> checkAsync)
        where TDatabase : notnull =>
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            "store",
            provider => new StoreHealthCheck(token => checkAsync(provider.GetRequiredService<TDatabase>(), token)),
            HealthStatus.Degraded,
            tags: null));
}
