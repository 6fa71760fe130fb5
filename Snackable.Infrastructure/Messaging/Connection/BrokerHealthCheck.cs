using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Snackable.Infrastructure.Messaging.Connection;

/// <summary>Tells whether messages are consumed. Without them files come in when they are asked for.</summary>
internal sealed class BrokerHealthCheck(BrokerState broker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(broker.Problem is { } problem
            ? new HealthCheckResult(context.Registration.FailureStatus, problem)
            : HealthCheckResult.Healthy());
}
