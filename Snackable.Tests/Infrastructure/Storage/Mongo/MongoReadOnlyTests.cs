using System.Net;
using MongoDB.Bson;
using MongoDB.Driver;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Mongo;

/// <summary>A MongoDB that answers and saves nothing.</summary>
public sealed class MongoReadOnlyTests() : ApiTests(StoreKind.Mongo)
{
    [Test]
    public async Task Files_CanOnlyBeRead_HealthSaysThatNothingIsSaved()
    {
        var mongo = Store.Mongo.Database;
        await mongo.CreateViewAsync("files", "elsewhere", new EmptyPipelineDefinition<BsonDocument>()); // It takes no writes.
        var api = await StartApiAsync();

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        Assert.That((await HealthOfAsync(api, "store")).Reason, Does.StartWith("MongoDB refused a "));
        await mongo.DropCollectionAsync("files");
        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Healthy", (string?)null)));
    }
}
