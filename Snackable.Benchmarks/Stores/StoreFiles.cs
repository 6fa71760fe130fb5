using Snackable.Domain;

namespace Snackable.Benchmarks.Stores;

/// <summary>Files to store: 60 segments each, 16 KB as the API sends them.</summary>
internal static class StoreFiles
{
    public const int Stored = 10_000;

    private const int Segments = 60;
    private const string Text = "Fair enough. We have been avoiding it for at least 13 episodes, and the oven is still warm. So: what did she put into the dough, and when?";

    public static MediaFile[] Create(int count) => [.. Enumerable.Range(0, count).Select(_ => Create())];

    private static MediaFile Create()
    {
        var fileId = new FileId(Guid.NewGuid());
        var details = new FileDetails(
            fileId, "001 Live from Lisbon.mp4", 2_870_700, $"https://media.snackable.example/mp3/{fileId}.mp3",
            $"https://uploads.snackable.example/food/{fileId}.mp4", "What Grandma Never Wrote Down");
        var segments = Enumerable.Range(0, Segments)
            .Select(number => new Segment(number, fileId, Text, number * 5000, (number * 5000) + 4000)).ToArray();
        return MediaFile.Merge(fileId, ProcessingStatus.Finished, details, segments, DateTimeOffset.UtcNow);
    }
}
