using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Snackable.Application.Catalog;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>Registers the embedded store.</summary>
internal static class SqliteRegistration
{
    // The value is not quoted: it may hold a password.
    private const string InvalidAddress =
        "DB_CONNECTION_STRING: is neither a MongoDB address nor a SQLite connection string that names a file (without a password: encryption is not supported).";

    public static IServiceCollection AddSqliteStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().Validate(options => SqliteAddress.IsValid(options.DbConnectionString), InvalidAddress);
        services.AddSingleton(provider => new SqliteDatabase(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value.DbConnectionString,
            provider.GetRequiredService<TimeProvider>(),
            SqliteTimeouts.Within(TimeSpan.FromSeconds(
                provider.GetRequiredService<IOptions<UpstreamDeadlineOptions>>().Value.UpstreamDeadlineSeconds))));
        services.AddSingleton<IFileStore, SqliteFileStore>();
        services.AddSingleton<ICatalogStore, SqliteCatalogStore>();
        services.AddStoreHealthCheck<SqliteDatabase>((database, token) => database.CheckAsync(token));
        return services;
    }
}
