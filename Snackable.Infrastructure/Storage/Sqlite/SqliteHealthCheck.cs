using Microsoft.Extensions.Diagnostics.HealthChecks;
using Snackable.Application.Files;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>Tells whether the embedded store can be used. Without it the service goes on from the processing API alone.</summary>
internal sealed class SqliteHealthCheck(SqliteDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.CheckAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (FileStoreException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}
