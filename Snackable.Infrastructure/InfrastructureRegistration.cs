using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Snackable.Application.Configuration;
using Snackable.Infrastructure.Background;
using Snackable.Infrastructure.ProcessingApi;
using Snackable.Infrastructure.Storage;
using Snackable.Infrastructure.Storage.Mongo;
using Snackable.Infrastructure.Storage.Sqlite;

namespace Snackable.Infrastructure;

/// <summary>Registers the adapters behind the use cases' ports.</summary>
public static class InfrastructureRegistration
{
    /// <summary>Adds the processing API's client, the store that the configuration chooses, and the messages that it switches on.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddFlatOptions<StorageOptions>();
        services.AddProcessingApi();
        services.AddStorage(configuration);
        services.AddMessaging(configuration);
        services.AddHostedService<CatalogLoader>();
        services.AddHostedService<PrefetchWorker>();
        return services;
    }

    private static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<StoreMetrics>();
        return configuration.ReadFlatOptions<StorageOptions>().IsMongo ? services.AddMongoStorage() : services.AddSqliteStorage();
    }
}
