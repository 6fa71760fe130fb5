using Snackable.Domain;

namespace Snackable.Tests.Builders;

/// <summary>Domain data for tests. What a test is about, it says; the rest is plausible.</summary>
internal static class MediaFiles
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static FileId NewId() => new(Guid.NewGuid());

    public static FileDetails Details(FileId fileId) => new(
        fileId,
        "the-bread-that-built-a-city.wav",
        2_870_700,
        "https://media.snackable.example/episode.mp3",
        "https://uploads.snackable.example/episode.wav",
        "Crumbs of History");

    /// <summary>Details of the same file that differ in every member.</summary>
    public static FileDetails OtherDetails(FileDetails details) => new(
        details.FileId,
        "second take.wav",
        1_234,
        "https://media.snackable.example/second.mp3",
        "https://uploads.snackable.example/second.wav",
        "Crumbs of Another History");

    public static Segment[] Segments(FileId fileId, int count = 3) =>
        [.. Enumerable.Range(0, count).Select(number => new Segment(2685 + number, fileId, $"Café No. {number}, 世界 🥐", number * 1000, (number * 1000) + 900))];

    public static MediaFile Finished(FileId? fileId = null, int segments = 3)
    {
        var id = fileId ?? NewId();
        return MediaFile.Merge(id, ProcessingStatus.Finished, Details(id), Segments(id, segments), Noon);
    }

    /// <summary>Another version of a file: what is not given stays.</summary>
    public static MediaFile With(
        this MediaFile file,
        Func<FileDetails, FileDetails>? details = null,
        IReadOnlyList<Segment>? segments = null,
        DateTimeOffset? fetchedAt = null) => MediaFile.Restore(
        file.ProcessingStatus, details?.Invoke(file.Details) ?? file.Details, segments ?? file.Segments, fetchedAt ?? file.FetchedAt);

    public static void AssertEqual(MediaFile? actual, MediaFile expected)
    {
        Assert.That(actual, Is.Not.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(actual.ProcessingStatus, Is.EqualTo(expected.ProcessingStatus));
            Assert.That(actual.Details, Is.EqualTo(expected.Details));
            Assert.That(actual.Segments, Is.EqualTo(expected.Segments));
            Assert.That(actual.FetchedAt, Is.EqualTo(expected.FetchedAt));
        }
    }
}
