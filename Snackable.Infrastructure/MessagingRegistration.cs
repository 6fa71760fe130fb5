using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Snackable.Application.Configuration;
using Snackable.Application.Storage;
using Snackable.Infrastructure.Messaging.Connection;
using Snackable.Infrastructure.Messaging.Consuming;
using Snackable.Infrastructure.Messaging.Replicas;

namespace Snackable.Infrastructure;

/// <summary>Registers the consumer of messages and the announcements to other replicas, where a broker is configured.</summary>
internal static class MessagingRegistration
{
    public static IServiceCollection AddMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFlatOptions<MessagingOptions>();
        if (!configuration.ReadFlatOptions<MessagingOptions>().IsOn)
            return services.AddSingleton<IReplicas, NoReplicas>();

        services.AddSingleton<BrokerState>();
        services.AddSingleton<Topology>();
        services.AddSingleton<AnnouncementMetrics>();
        services.AddSingleton<IReplicas, BrokerReplicas>();
        services.AddSingleton<MessageMetrics>();
        services.AddSingleton<FileMessageHandler>();
        services.AddHostedService<BrokerWorker>();
        services.AddHealthChecks().AddCheck<BrokerHealthCheck>("broker", HealthStatus.Degraded);
        return services;
    }
}
