using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Snackable.Application.Storage;
using Snackable.Infrastructure.Storage.Mongo;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Mongo;

/// <summary>What can be said about MongoDB where there is none.</summary>
public sealed class MongoDatabaseTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(300);

    private readonly FakeTimeProvider _clock = new();
    private int _attempts;

    [TestCase(true)]
    [TestCase(false)]
    public async Task Run_ServerUnavailable_TriesOnceAndThenNoMore(bool silent)
    {
        await using var proxy = new TcpProxy("127.0.0.1", 1);
        proxy.Open();
        proxy.Silence();
        if (!silent)
            proxy.Cut();
        using var database = Connect(proxy);

        for (var call = 0; call < 3; call++)
            Assert.That(() => FindAsync(database, CancellationToken.None), Throws.TypeOf<FileStoreException>().With.Message.StartsWith("MongoDB "));

        Assert.That(database.IsUnavailable, Is.True);
        Assert.That(_attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task Run_CallerLeaves_DoesNotCountAsAnUnavailableServer()
    {
        await using var proxy = new TcpProxy("127.0.0.1", 1);
        proxy.Open();
        proxy.Silence();
        using var database = Connect(proxy);
        using var leaving = new CancellationTokenSource(Timeout / 4);

        Assert.That(() => FindAsync(database, leaving.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(database.IsUnavailable, Is.False);
    }

    private Task<bool> FindAsync(MongoDatabase database, CancellationToken cancellationToken) => database.RunAsync(
        async (mongo, token) =>
        {
            _attempts++;
            return await (await mongo.ListCollectionNamesAsync(cancellationToken: token)).MoveNextAsync(token);
        },
        cancellationToken);

    private MongoDatabase Connect(TcpProxy proxy) =>
        new($"mongodb://127.0.0.1:{proxy.Port}/snackable", Timeout, _clock, NullLogger<MongoDatabase>.Instance);
}
