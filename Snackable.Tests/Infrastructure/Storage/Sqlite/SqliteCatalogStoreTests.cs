using Snackable.Application.Catalog;
using Snackable.Infrastructure.Storage.Sqlite;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Sqlite;

public sealed class SqliteCatalogStoreTests : CatalogStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public SqliteCatalogStoreTests()
    {
        _database = new SqliteDatabase(_folder.SqliteConnectionString, TimeProvider.System);
        Store = new SqliteCatalogStore(_database);
    }

    private protected override ICatalogStore Store { get; }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }
}
