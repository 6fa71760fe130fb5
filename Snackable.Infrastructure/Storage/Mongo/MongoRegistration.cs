using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Snackable.Application.Catalog;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>Registers the store for production.</summary>
internal static class MongoRegistration
{
    // The value is not quoted: it may hold a password.
    private const string InvalidAddress =
        "DB_CONNECTION_STRING: is not a MongoDB address such as mongodb://user:password@host:27017/snackable;"
        + " special characters in user name and password are percent-encoded.";

    private static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddMongoStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().Validate(options => MongoAddress.IsValid(options.DbConnectionString), InvalidAddress);
        services.AddSingleton(provider => new MongoDatabase(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value.DbConnectionString,
            TimeoutWithin(provider.GetRequiredService<IOptions<UpstreamDeadlineOptions>>().Value),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MongoDatabase>>()));
        services.AddSingleton<IFileStore, MongoFileStore>();
        services.AddSingleton<ICatalogStore, MongoCatalogStore>();
        services.AddStoreHealthCheck<MongoDatabase>((database, token) => database.CheckAsync(token));
        return services;
    }

    // A request that finds the server unavailable needs time to be answered without it.
    private static TimeSpan TimeoutWithin(UpstreamDeadlineOptions deadline)
    {
        var share = TimeSpan.FromSeconds(deadline.UpstreamDeadlineSeconds / 4);
        return share < MaxTimeout ? share : MaxTimeout;
    }
}
