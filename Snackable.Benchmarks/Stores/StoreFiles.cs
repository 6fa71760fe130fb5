using Snackable.Domain;

namespace Snackable.Benchmarks.Stores;

/// <summary>Files to store: 60 segments each, some 16 KB as the API sends them, no two with the same words.</summary>
internal static class StoreFiles
{
    public const int Stored = 10_000;

    private const int Segments = 60;

    // A little over 16 KiB: below, the API's headers would push its answer into one more buffer of the load generator's than the bare one needs.
    private const int WordsOfASegment = 26;

    // A text that compresses as speech does: to about a third, and not to nothing as one sentence again and again would.
    private static readonly string[] Words =
        ("the and to of a we in that it was so you she for what on with they have had this there but at then her when my all know just from"
            + " grandma bread dough oven flour kitchen winter letter market river harbor uncle story recipe crumb sugar vinegar copper ladle"
            + " remembered wondered promised whispered measured nobody everybody somehow afterwards thirteen forty Lisboa café naïve São über")
        .Split(' ');

    public static MediaFile[] Create(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => Create(random))];
    }

    private static MediaFile Create(Random random)
    {
        var fileId = new FileId(Guid.NewGuid());
        var details = new FileDetails(
            fileId, "001 Live from Lisbon.mp4", 2_870_700, $"https://media.snackable.example/mp3/{fileId}.mp3",
            $"https://uploads.snackable.example/food/{fileId}.mp4", "What Grandma Never Wrote Down");
        var segments = Enumerable.Range(0, Segments)
            .Select(number => new Segment(number, fileId, Speech(random), number * 5000, (number * 5000) + 4000)).ToArray();
        return MediaFile.Merge(fileId, ProcessingStatus.Finished, details, segments, DateTimeOffset.UtcNow);
    }

    private static string Speech(Random random) => string.Join(' ', random.GetItems(Words, WordsOfASegment));
}
