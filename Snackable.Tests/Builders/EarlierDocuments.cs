using MongoDB.Bson;
using Snackable.Domain;

namespace Snackable.Tests.Builders;

/// <summary>Documents as the earlier version left them in its collection <c>file_model</c>.</summary>
internal static class EarlierDocuments
{
    public static BsonDocument Of(MediaFile file) => new()
    {
        ["_id"] = file.FileId.ToString(),
        ["_cls"] = "snackable.models.FileModel",
        ["processingStatus"] = file.ProcessingStatus.Word,
        ["fileName"] = file.Details.FileName,
        ["fileLength"] = (int?)file.Details.FileLength,
        ["mp3Path"] = file.Details.Mp3Path,
        ["originalFilePath"] = file.Details.OriginalFilePath,
        ["seriesTitle"] = file.Details.SeriesTitle is null ? BsonNull.Value : file.Details.SeriesTitle,
        ["segments"] = new BsonArray(file.Segments.Select(segment => new BsonDocument
        {
            ["fileSegmentId"] = (int)segment.FileSegmentId,
            ["fileId"] = segment.FileId.ToString(),
            ["segmentText"] = segment.SegmentText,
            ["startTime"] = (int)segment.StartTime,
            ["endTime"] = (int)segment.EndTime,
        })),
    };
}
