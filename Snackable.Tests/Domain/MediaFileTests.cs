using Snackable.Domain;
using Snackable.Tests.Builders;

namespace Snackable.Tests.Domain;

public sealed class MediaFileTests
{
    private static readonly FileId Id = MediaFiles.NewId();

    [Test]
    public void Merge_PartsOfOneFile_TakesEveryPartAsItIs()
    {
        var details = MediaFiles.Details(Id);
        var segments = MediaFiles.Segments(Id);

        var file = MediaFile.Merge(Id, ProcessingStatus.Finished, details, segments, MediaFiles.Noon);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.FileId, Is.EqualTo(Id));
            Assert.That(file.ProcessingStatus, Is.EqualTo(ProcessingStatus.Finished));
            Assert.That(file.FileName, Is.EqualTo(details.FileName));
            Assert.That(file.FileLength, Is.EqualTo(details.FileLength));
            Assert.That(file.Mp3Path, Is.EqualTo(details.Mp3Path));
            Assert.That(file.OriginalFilePath, Is.EqualTo(details.OriginalFilePath));
            Assert.That(file.SeriesTitle, Is.EqualTo(details.SeriesTitle));
            Assert.That(file.Segments, Is.EqualTo(segments));
            Assert.That(file.FetchedAt, Is.EqualTo(MediaFiles.Noon));
        }
    }

    [Test]
    public void Merge_DetailsOfAnotherFile_Refuses() =>
        AssertRefused(MediaFiles.Details(MediaFiles.NewId()), MediaFiles.Segments(Id), "details");

    [Test]
    public void Merge_OneSegmentOfAnotherFile_Refuses() =>
        AssertRefused(MediaFiles.Details(Id), [.. MediaFiles.Segments(Id), .. MediaFiles.Segments(MediaFiles.NewId(), 1)], "segment 2685");

    [TestCase("javascript:alert(1)")]
    [TestCase("/media/episode.mp3")]
    [TestCase("//media.snackable.example/episode.mp3")]
    [TestCase("ftp://media.snackable.example/episode.mp3")]
    [TestCase("file:///etc/passwd")]
    [TestCase("")]
    [TestCase(" https://media.snackable.example/episode.mp3")]
    [TestCase("https://media.snackable.example/episode one.mp3")]
    [TestCase("https://media.snackable.example/episode.mp3\n")]
    public void Merge_PathThatIsNoHttpUrl_Refuses(string path)
    {
        AssertRefused(MediaFiles.Details(Id) with { Mp3Path = path }, [], "mp3Path");
        AssertRefused(MediaFiles.Details(Id) with { OriginalFilePath = path }, [], "originalFilePath");
    }

    private static void AssertRefused(FileDetails details, Segment[] segments, string reason) => Assert.That(
        () => MediaFile.Merge(Id, ProcessingStatus.Finished, details, segments, MediaFiles.Noon),
        Throws.TypeOf<InvalidMediaFileException>().With.Message.Contain(reason));
}
