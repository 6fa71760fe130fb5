using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;
using MongoDB.Driver;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Infrastructure.Storage;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Mongo;

public sealed class MongoFileStoreTests : FileStoreContract
{
    private MongoStoreFixture? _fixture;

    private protected override IFileStore Store => _fixture!.Store;

    private IMongoCollection<BsonDocument> Files => _fixture!.Mongo.Database.GetCollection<BsonDocument>("files");

    [SetUp]
    public async Task ConnectAsync() => _fixture = await MongoStoreFixture.CreateAsync();

    [TearDown]
    public async Task DropAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    [Test]
    public async Task Save_File_WritesOneDocumentThatPeopleCanRead()
    {
        var file = MediaFiles.Finished(segments: 1);
        await Store.SaveAsync(file, CancellationToken.None);

        var document = await Files.Find(FilterDefinition<BsonDocument>.Empty).SingleAsync();

        var segment = file.Segments[0];
        Assert.That(document, Is.EqualTo(new BsonDocument
        {
            ["_id"] = file.FileId.ToString(),
            ["schemaVersion"] = 1,
            ["processingStatus"] = "FINISHED",
            ["fileName"] = file.Details.FileName,
            ["fileLength"] = file.Details.FileLength,
            ["mp3Path"] = file.Details.Mp3Path,
            ["originalFilePath"] = file.Details.OriginalFilePath,
            ["seriesTitle"] = file.Details.SeriesTitle,
            ["segments"] = new BsonArray
            {
                new BsonDocument
                {
                    ["fileSegmentId"] = segment.FileSegmentId,
                    ["segmentText"] = segment.SegmentText,
                    ["startTime"] = segment.StartTime,
                    ["endTime"] = segment.EndTime,
                },
            },
            ["fetchedAtTicks"] = file.FetchedAt.UtcTicks,
        }));
    }

    [Test]
    public async Task Find_DocumentWithMembersOfALaterRelease_IgnoresThem()
    {
        var file = MediaFiles.Finished();
        await Store.SaveAsync(file, CancellationToken.None);
        await UpdateAsync(file, Builders<BsonDocument>.Update.Set("mood", "merry").Set("segments.0.speaker", "Ada"));

        await AssertStoredAsync(file);
    }

    [Test]
    public async Task Find_LayoutOfALaterRelease_FailsAsAStore()
    {
        var file = MediaFiles.Finished();
        await Store.SaveAsync(file, CancellationToken.None);
        await UpdateAsync(file, Builders<BsonDocument>.Update.Set("schemaVersion", 1000));

        Assert.That(() => Store.FindAsync(file.FileId, CancellationToken.None), Throws.TypeOf<FileStoreException>());
    }

    [Test]
    public async Task Find_DamagedDocument_FailsAsAStoreUntilTheFileIsSavedAgain()
    {
        var file = MediaFiles.Finished();
        await Store.SaveAsync(file, CancellationToken.None);
        await UpdateAsync(file, Builders<BsonDocument>.Update.Set("segments", "gone"));
        Assert.That(() => Store.FindAsync(file.FileId, CancellationToken.None), Throws.TypeOf<FileStoreException>());
        Assert.That(_fixture!.Database.IsUnavailable, Is.False);

        var again = file.With(fetchedAt: file.FetchedAt.AddSeconds(1));
        await Store.SaveAsync(again, CancellationToken.None);

        await AssertStoredAsync(again);
    }

    [Test]
    public async Task Save_FileLargerThanADocumentMayBe_FailsAsAStoreIsCountedAndHarmsNobody()
    {
        var counted = 0L;
        using var listener = new MeterListener();
        var meter = _fixture!.Services.GetRequiredService<IMeterFactory>().Create(StoreMetrics.MeterName);
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == meter)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => counted += measurement);
        listener.Start();
        var small = MediaFiles.Finished();
        var large = MediaFiles.Finished();
        large = large.With(segments: [large.Segments[0] with { SegmentText = new string('a', 17 * 1024 * 1024) }]);

        Assert.That(
            () => Store.SaveAsync(large, CancellationToken.None),
            Throws.TypeOf<FileStoreException>().With.Message.Contain("too large").And.Message.Contain(large.FileId.ToString())
                .And.Property(nameof(FileStoreException.IsPermanent)).True);

        Assert.That(counted, Is.EqualTo(1));
        Assert.That(_fixture!.Database.IsUnavailable, Is.False);
        Assert.That(await Store.FindAsync(large.FileId, CancellationToken.None), Is.Null);
        Assert.That(await Store.SaveAsync(small, CancellationToken.None), Is.EqualTo(SaveOutcome.Added));
    }

    private Task<UpdateResult> UpdateAsync(MediaFile file, UpdateDefinition<BsonDocument> update) =>
        Files.UpdateOneAsync(Builders<BsonDocument>.Filter.Eq("_id", file.FileId.ToString()), update);
}
