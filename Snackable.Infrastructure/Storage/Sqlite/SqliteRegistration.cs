using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Snackable.Application.Catalog;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>Registers the embedded store.</summary>
internal static class SqliteRegistration
{
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services)
    {
        services.AddSingleton(provider => new SqliteDatabase(provider.GetRequiredService<IOptions<StorageOptions>>().Value.DbConnectionString));
        services.AddSingleton<IFileStore, SqliteFileStore>();
        services.AddSingleton<ICatalogStore, SqliteCatalogStore>();
        services.AddStoreHealthCheck<SqliteDatabase>((database, token) => database.CheckAsync(token));
        return services;
    }
}
