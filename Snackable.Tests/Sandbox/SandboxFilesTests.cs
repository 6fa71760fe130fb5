using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Tests.Sandbox;

public sealed class SandboxFilesTests
{
    private static readonly IReadOnlyList<SandboxFile> Files = SandboxFiles.Catalog(1000);

    [Test]
    public void Ids_are_unique_and_the_unknown_one_is_none_of_them()
    {
        Assert.That(Files.Select(file => file.FileId), Is.Unique);
        Assert.That(Files.Select(file => file.FileId), Has.None.EqualTo(SandboxFiles.Unknown));
    }

    [Test]
    public void Ids_stay_the_same_in_every_release() =>
        Assert.That(
            string.Join(' ', Files.Take(2).Select(file => file.FileId)),
            Is.EqualTo("4a551eec-7dac-46d2-8f17-b6972b864b34 db999d4d-215b-4aea-b7fb-49112cd0e433"));

    [Test]
    public void Same_number_gives_the_same_file()
    {
        foreach (var (again, file) in SandboxFiles.Catalog(60).Zip(Files))
        {
            Assert.That(again with { Segments = [] }, Is.EqualTo(file with { Segments = [] }));
            Assert.That(again.Segments, Is.EqualTo(file.Segments));
        }
    }

    [Test]
    public void Samples_are_what_they_are_called()
    {
        Assert.That(Find(SandboxFiles.Finished).ProcessingStatus, Is.EqualTo("FINISHED"));
        Assert.That(Find(SandboxFiles.Failed).ProcessingStatus, Is.EqualTo("FAILED"));
        Assert.That(Find(SandboxFiles.Processing).ProcessingStatus, Is.EqualTo("PROCESSING"));
        Assert.That(Find(SandboxFiles.FinishingSoon).ProcessingStatus, Is.EqualTo("PROCESSING"));
        Assert.That(Find(SandboxFiles.WithoutSegments).ProcessingStatus, Is.EqualTo("FINISHED"));
        Assert.That(Find(SandboxFiles.WithoutSegments).Segments, Is.Empty);
        Assert.That(Find(SandboxFiles.WithThousandsOfSegments).Segments, Has.Count.EqualTo(4200));
        Assert.That(Find(SandboxFiles.WithoutTitle).ProcessingStatus, Is.EqualTo("FINISHED"));
        Assert.That(Find(SandboxFiles.WithoutTitle).SeriesTitle, Is.Null);
    }

    [Test]
    public void Most_files_are_finished_and_some_are_not()
    {
        var shares = Files.GroupBy(file => file.ProcessingStatus).ToDictionary(group => group.Key, group => group.Count() / 10);

        Assert.That(shares["FINISHED"], Is.InRange(87, 93));
        Assert.That(shares["PROCESSING"], Is.InRange(3, 7));
        Assert.That(shares["FAILED"], Is.InRange(3, 7));
    }

    [Test]
    public void Segments_follow_each_other_and_end_before_the_file_does()
    {
        foreach (var file in Files)
        {
            var end = 0L;
            foreach (var segment in file.Segments)
            {
                Assert.That(segment.FileId, Is.EqualTo(file.FileId));
                Assert.That(segment.StartTime, Is.GreaterThan(end));
                Assert.That(segment.EndTime - segment.StartTime, Is.InRange(1000, 8000));
                Assert.That(segment.SegmentText, Is.Not.Empty.And.Not.Contain("{"));
                end = segment.EndTime;
            }

            Assert.That(file.FileLength ?? long.MaxValue, Is.GreaterThanOrEqualTo(end));
        }
    }

    [Test]
    public void Segment_ids_are_unique() =>
        Assert.That(Files.SelectMany(file => file.Segments).Select(segment => segment.FileSegmentId), Is.Unique);

    private static SandboxFile Find(Guid fileId) => Files.Single(file => file.FileId == fileId);
}
