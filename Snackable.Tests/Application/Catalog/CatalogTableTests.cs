using Snackable.Application.Catalog;
using Snackable.Domain;
using Snackable.Tests.Builders;

namespace Snackable.Tests.Application.Catalog;

public sealed class CatalogTableTests
{
    private readonly CatalogTable _table = new(capacity: 10);

    [Test]
    public void Learn_FileSeenAgain_KnowsTheLaterSight()
    {
        var first = Entry(ProcessingStatus.Processing, second: 1);
        var later = first with { ProcessingStatus = ProcessingStatus.Failed, SeenAt = MediaFiles.Noon.AddSeconds(2), Offset = 7 };

        Assert.That(_table.Learn(first), Is.EqualTo(Sight.New));
        Assert.That(_table.Learn(later), Is.EqualTo(Sight.Changed));
        Assert.That(_table.Learn(first), Is.EqualTo(Sight.Same));

        Assert.That(_table.Find(first.FileId), Is.EqualTo(later));
    }

    [Test]
    public void Learn_FinishedFileShownOtherwiseToo_StaysFinished()
    {
        var finished = Entry(ProcessingStatus.Finished, second: 1);

        _table.Learn(finished);
        _table.Learn(finished with { ProcessingStatus = ProcessingStatus.Processing, SeenAt = MediaFiles.Noon.AddSeconds(9) });
        Assert.That(_table.Find(finished.FileId)!.ProcessingStatus, Is.EqualTo(ProcessingStatus.Finished));

        _table.Prune(MediaFiles.Noon.AddSeconds(9), MediaFiles.Noon.AddSeconds(9));
        Assert.That(_table.Find(finished.FileId), Is.Not.Null, "it has been seen since");
    }

    [Test]
    public void Learn_EarlierSightOfAFinishedFile_ChangesNothing()
    {
        var finished = Entry(ProcessingStatus.Finished, second: 5);
        _table.Learn(finished);

        Assert.That(
            _table.Learn(finished with { ProcessingStatus = ProcessingStatus.Processing, SeenAt = MediaFiles.Noon, Offset = 7 }), Is.EqualTo(Sight.Same));

        Assert.That(_table.Find(finished.FileId), Is.EqualTo(finished));
    }

    [Test]
    public void Learn_FinishedSightThatComesLate_CountsAllTheSame()
    {
        var processing = Entry(ProcessingStatus.Processing, second: 5);

        _table.Learn(processing);
        _table.Learn(processing with { ProcessingStatus = ProcessingStatus.Finished, SeenAt = MediaFiles.Noon, Offset = 9 });

        Assert.That(
            _table.Find(processing.FileId), Is.EqualTo(processing with { ProcessingStatus = ProcessingStatus.Finished }), "seen last where it is now");
    }

    [Test]
    public void Prune_MoreFilesThanThereArePlaces_ForgetsThoseNotSeenForTheLongestTimeAndNoneOfTheLastScan()
    {
        var entries = Enumerable.Range(0, 14).Select(second => Entry(ProcessingStatus.Finished, second)).ToList();
        entries.ForEach(entry => _table.Learn(entry));

        var gone = _table.Prune(seenBefore: MediaFiles.Noon, spareSince: MediaFiles.Noon.AddSeconds(2));

        Assert.That(_table.All, Is.EquivalentTo(entries.Skip(2)), "the last scan showed twelve");
        Assert.That(gone, Is.EquivalentTo(entries.Take(2).Select(entry => entry.FileId)));
    }

    [Test]
    public void Prune_MoreFilesThanThereArePlaces_ForgetsNoMoreThanThose()
    {
        var entries = Enumerable.Range(0, 14).Select(second => Entry(ProcessingStatus.Finished, second)).ToList();
        entries.ForEach(entry => _table.Learn(entry));

        _table.Prune(seenBefore: MediaFiles.Noon.AddSeconds(1), spareSince: MediaFiles.Noon.AddSeconds(9));

        Assert.That(_table.All, Is.EquivalentTo(entries.Skip(4)), "one was not seen for too long, and three more are too many");
    }

    [Test]
    public void Prune_FilesNotSeenSince_ForgetsThem()
    {
        var (old, fresh) = (Entry(ProcessingStatus.Finished, second: 1), Entry(ProcessingStatus.Finished, second: 2));
        _table.Learn(old);
        _table.Learn(fresh);

        Assert.That(_table.Prune(fresh.SeenAt, fresh.SeenAt), Is.EqualTo(new[] { old.FileId }));
        Assert.That(_table.All, Is.EqualTo(new[] { fresh }));
    }

    [Test]
    public void Forget_FinishedFile_KnowsItAsItIsSeenNext()
    {
        var finished = Entry(ProcessingStatus.Finished, second: 1);
        var next = finished with { ProcessingStatus = ProcessingStatus.Processing, SeenAt = MediaFiles.Noon.AddSeconds(2) };
        _table.Learn(finished);

        Assert.That(_table.Forget(finished.FileId), Is.EqualTo(finished));
        Assert.That(_table.Find(finished.FileId), Is.Null);
        _table.Learn(next);

        Assert.That(_table.Find(finished.FileId), Is.EqualTo(next));
    }

    [Test]
    public void Learn_FileAtAnotherPlace_IsAChange()
    {
        var entry = Entry(ProcessingStatus.Finished, second: 1);
        _table.Learn(entry);

        Assert.That(_table.Learn(entry with { SeenAt = entry.SeenAt.AddSeconds(1) }), Is.EqualTo(Sight.Same));
        Assert.That(_table.Learn(entry with { SeenAt = entry.SeenAt.AddSeconds(2), Offset = 5 }), Is.EqualTo(Sight.Changed));
        Assert.That(_table.Find(entry.FileId)!.SeenAt, Is.EqualTo(entry.SeenAt.AddSeconds(2)));
    }

    private static CatalogEntry Entry(ProcessingStatus status, int second) =>
        new(MediaFiles.NewId(), status, 0, MediaFiles.Noon.AddSeconds(second));
}
