using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Snackable.Application.Catalog;
using Snackable.Application.Concurrency;
using Snackable.Application.Files;
using Snackable.Infrastructure.Background;
using Snackable.Infrastructure.Configuration;
using Snackable.Infrastructure.ProcessingApi;
using Snackable.Infrastructure.Storage;
using Snackable.Infrastructure.Storage.Sqlite;

namespace Snackable.Infrastructure;

/// <summary>Registers the adapters behind the use cases' ports, and the options that both are configured with.</summary>
public static class InfrastructureRegistration
{
    /// <summary>Adds the processing API's client and the store.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddFlatOptions<CatalogOptions>();
        services.AddFlatOptions<MappingOptions>();
        services.AddFlatOptions<UpstreamDeadlineOptions>();
        services.AddFlatOptions<StorageOptions>();
        services.AddFlatOptions<PrefetchOptions>();
        services.AddProcessingApi();
        services.AddSqliteStorage();
        services.AddHostedService<CatalogLoader>();
        services.AddHostedService<PrefetchWorker>();
        return services;
    }
}
