using Snackable.Application.Catalog;
using Snackable.Infrastructure.Storage.Mongo;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Mongo;

public sealed class MongoCatalogStoreTests : CatalogStoreContract
{
    private MongoStoreFixture? _fixture;

    private protected override ICatalogStore Store => new MongoCatalogStore(_fixture!.Database);

    [SetUp]
    public async Task ConnectAsync() => _fixture = await MongoStoreFixture.CreateAsync();

    [TearDown]
    public async Task DropAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }
}
