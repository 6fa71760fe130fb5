using MongoDB.Bson.Serialization.Attributes;
using Snackable.Application.Catalog;
using Snackable.Domain;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>A catalog entry in MongoDB.</summary>
[BsonIgnoreExtraElements]
internal sealed class CatalogDocument
{
    [BsonId]
    public required string FileId { get; init; }

    [BsonElement("processingStatus"), BsonRequired]
    public required string ProcessingStatus { get; init; }

    [BsonElement("offset"), BsonRequired]
    public required int Offset { get; init; }

    /// <summary>When it was seen, in 100 ns since 0001-01-01T00:00:00Z.</summary>
    [BsonElement("seenAtTicks"), BsonRequired]
    public required long SeenAtTicks { get; init; }

    public static CatalogDocument From(CatalogEntry entry) => new()
    {
        FileId = entry.FileId.ToString(),
        ProcessingStatus = entry.ProcessingStatus.Word,
        Offset = entry.Offset,
        SeenAtTicks = entry.SeenAt.UtcTicks,
    };

    public CatalogEntry ToEntry() => new(
        Domain.FileId.Parse(FileId), new ProcessingStatus(ProcessingStatus), Offset, new DateTimeOffset(SeenAtTicks, TimeSpan.Zero));
}
