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
            Assert.That(file.Details, Is.EqualTo(details));
            Assert.That(file.Segments, Is.EqualTo(segments));
            Assert.That(file.FetchedAt, Is.EqualTo(MediaFiles.Noon));
        }
    }

    // Tests of stores and answers take a member for forgotten only if it has a value, and another one in another version.
    [Test]
    public void Details_OfTheBuilders_HaveEveryMemberAndDifferInEach()
    {
        var (one, other) = (MediaFiles.Details(Id), MediaFiles.OtherDetails(MediaFiles.Details(Id)));

        foreach (var member in typeof(FileDetails).GetProperties().Where(member => member.Name != nameof(FileDetails.FileId)))
        {
            Assert.That(member.GetValue(one), Is.Not.Null, member.Name);
            Assert.That(member.GetValue(other), Is.Not.Null.And.Not.EqualTo(member.GetValue(one)), member.Name);
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

    [Test]
    public void Merge_FileThatIsNotFinished_Refuses() => Assert.That(
        () => MediaFile.Merge(Id, ProcessingStatus.Processing, MediaFiles.Details(Id), [], MediaFiles.Noon),
        Throws.TypeOf<InvalidMediaFileException>().With.Message.Contain("PROCESSING"));

    [Test]
    public void Restore_StoredParts_AppliesTheRulesOfTheMerge()
    {
        var details = MediaFiles.Details(Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Restore(ProcessingStatus.Failed, details, []), Throws.TypeOf<InvalidMediaFileException>());
            Assert.That(() => Restore(ProcessingStatus.Finished, details with { Mp3Path = "javascript:alert(1)" }, []), Throws.TypeOf<InvalidMediaFileException>());
            Assert.That(() => Restore(ProcessingStatus.Finished, details, MediaFiles.Segments(MediaFiles.NewId())), Throws.TypeOf<InvalidMediaFileException>());
            Assert.That(Restore(ProcessingStatus.Finished, details, MediaFiles.Segments(Id)).Details, Is.EqualTo(details));
        }
    }

    private static MediaFile Restore(ProcessingStatus status, FileDetails details, Segment[] segments) =>
        MediaFile.Restore(status, details, segments, MediaFiles.Noon);

    private static void AssertRefused(FileDetails details, Segment[] segments, string reason) => Assert.That(
        () => MediaFile.Merge(Id, ProcessingStatus.Finished, details, segments, MediaFiles.Noon),
        Throws.TypeOf<InvalidMediaFileException>().With.Message.Contain(reason));
}
