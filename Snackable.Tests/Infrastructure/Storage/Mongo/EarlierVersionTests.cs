using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MongoDB.Bson;
using MongoDB.Driver;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Infrastructure.Storage;
using Snackable.Infrastructure.Storage.Mongo;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Mongo;

/// <summary>What the earlier version stored is read, and left as it is.</summary>
public sealed class EarlierVersionTests
{
    private readonly MediaFile _file = MediaFiles.Finished(segments: 3).With(fetchedAt: DateTimeOffset.MinValue);
    private MongoStoreFixture? _fixture;

    private MongoFileStore Store => _fixture!.Store;

    private IMongoCollection<BsonDocument> Earlier => _fixture!.Mongo.Database.GetCollection<BsonDocument>("file_model");

    private IMongoCollection<BsonDocument> Ours => _fixture!.Mongo.Database.GetCollection<BsonDocument>("files");

    [SetUp]
    public async Task ConnectAsync() => _fixture = await MongoStoreFixture.CreateAsync();

    [TearDown]
    public async Task DropAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    [Test]
    public async Task Find_CompleteDocument_ReturnsTheFileAndTakesItOver()
    {
        await Earlier.InsertOneAsync(EarlierDocuments.Of(_file));

        await AssertStoredAsync(_file);

        Assert.That(await Ours.CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty), Is.EqualTo(1));
        await Earlier.DeleteManyAsync(FilterDefinition<BsonDocument>.Empty);
        await AssertStoredAsync(_file);
    }

    [Test]
    public async Task Find_DocumentThatCameLater_IsSeenByTheNextProcessOnly()
    {
        Assert.That(await Store.FindAsync(_file.FileId, CancellationToken.None), Is.Null);

        await Earlier.InsertOneAsync(EarlierDocuments.Of(_file));
        Assert.That(await Store.FindAsync(_file.FileId, CancellationToken.None), Is.Null, "the earlier version's ids are read once");

        var next = new MongoFileStore(
            _fixture!.Database, _fixture.Services.GetRequiredService<StoreMetrics>(), NullLogger<MongoFileStore>.Instance);
        MediaFiles.AssertEqual(await next.FindAsync(_file.FileId, CancellationToken.None), _file);
    }

    [Test]
    public async Task Find_DocumentWithNullLengthAndTitle_IsComplete()
    {
        var document = EarlierDocuments.Of(_file);
        document["fileLength"] = BsonNull.Value;
        document["seriesTitle"] = BsonNull.Value;
        await Earlier.InsertOneAsync(document);

        await AssertStoredAsync(_file.With(details => details with { FileLength = null, SeriesTitle = null }));
    }

    [TestCase("processingStatus")]
    [TestCase("fileLength")]
    [TestCase("mp3Path")]
    [TestCase("originalFilePath")]
    [TestCase("seriesTitle")]
    [TestCase("segments")]
    public async Task Find_DocumentWithoutAMember_IsAsIfNotStored(string member)
    {
        var document = EarlierDocuments.Of(_file);
        document.Remove(member);
        await Earlier.InsertOneAsync(document);

        await AssertNotStoredAsync();
    }

    [TestCase("fileSegmentId")]
    [TestCase("segmentText")]
    [TestCase("startTime")]
    [TestCase("endTime")]
    public async Task Find_SegmentWithoutAMember_IsAsIfNotStored(string member)
    {
        var document = EarlierDocuments.Of(_file);
        document["segments"][1].AsBsonDocument.Remove(member);
        await Earlier.InsertOneAsync(document);

        await AssertNotStoredAsync();
    }

    [TestCase("""{ "processingStatus": "PROCESSING" }""")]
    [TestCase("""{ "processingStatus": null }""")]
    [TestCase("""{ "fileName": null }""")]
    [TestCase("""{ "fileLength": "long" }""")]
    [TestCase("""{ "fileLength": 1.5 }""")]
    [TestCase("""{ "mp3Path": null }""")]
    [TestCase("""{ "originalFilePath": "javascript:alert(1)" }""")]
    [TestCase("""{ "segments": null }""")]
    [TestCase("""{ "segments": [null] }""")]
    [TestCase("""{ "segments": { "a": 1 } }""")]
    [TestCase("""{ "segments.0.fileId": "nobody's" }""")]
    [TestCase("""{ "segments.0.fileId": "a0f3a49f-c68a-423e-b684-566a60086d4d" }""")]
    [TestCase("""{ "segments.0.segmentText": null }""")]
    public async Task Find_DocumentThatMakesNoFile_IsAsIfNotStored(string members)
    {
        await Earlier.InsertOneAsync(EarlierDocuments.Of(_file));
        await Earlier.UpdateOneAsync(FilterDefinition<BsonDocument>.Empty, new BsonDocument("$set", BsonDocument.Parse(members)));

        await AssertNotStoredAsync();
    }

    [Test]
    public async Task Save_FileTheEarlierVersionStored_CountsAsLaterAndLeavesItsDocumentAlone()
    {
        var document = EarlierDocuments.Of(_file);
        await Earlier.InsertOneAsync(document);
        await Store.FindAsync(_file.FileId, CancellationToken.None);
        var fetched = MediaFiles.Finished(_file.FileId, segments: 1);

        Assert.That(await Store.SaveAsync(fetched, CancellationToken.None), Is.EqualTo(SaveOutcome.Replaced));

        await AssertStoredAsync(fetched);
        Assert.That(await Earlier.Find(FilterDefinition<BsonDocument>.Empty).SingleAsync(), Is.EqualTo(document));
    }

    [Test]
    public async Task Find_OurOwnDocumentDamaged_DoesNotFallBackToTheOlderOne()
    {
        await Earlier.InsertOneAsync(EarlierDocuments.Of(_file));
        await Ours.InsertOneAsync(new BsonDocument("_id", _file.FileId.ToString()));

        Assert.That(() => Store.FindAsync(_file.FileId, CancellationToken.None), Throws.TypeOf<FileStoreException>());
    }

    private async Task AssertNotStoredAsync()
    {
        Assert.That(await Store.FindAsync(_file.FileId, CancellationToken.None), Is.Null);
        Assert.That(await Store.SaveAsync(MediaFiles.Finished(_file.FileId), CancellationToken.None), Is.EqualTo(SaveOutcome.Added));
    }

    private async Task AssertStoredAsync(MediaFile expected) =>
        MediaFiles.AssertEqual(await Store.FindAsync(expected.FileId, CancellationToken.None), expected);
}
