using Snackable.Application.Catalog.Scanning;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;
using Snackable.Tests.Builders;

namespace Snackable.Tests.Application.Catalog.Scanning;

public sealed class ScanScheduleTests
{
    private const int End = 10;

    private static readonly ProcessingApiException Broken = new(IngestionFailure.Invalid, "The page is broken.");

    private readonly ScanSchedule _schedule = new(TimeSpan.FromSeconds(5));

    [Test]
    public void IsAnswered_NothingScannedYet_IsFalseAndAFullScanIsDue()
    {
        Assert.That(_schedule.IsAnswered(At(0)), Is.False);
        Assert.That(_schedule.IsFullScanDue(At(0)), Is.True);
    }

    [Test]
    public void IsAnswered_OnlyTheEndSeen_IsFalse()
    {
        _schedule.EndSeen(At(0), End, changed: false);

        Assert.That(_schedule.IsAnswered(At(0)), Is.False);
    }

    [TestCase(0, true)]
    [TestCase(4.9, true)]
    [TestCase(5, false)]
    public void IsAnswered_FullScan_HoldsForTheFreshnessWindowFromItsStart(double seconds, bool answered)
    {
        _schedule.FullScanCompleted(At(0), End, changed: true);

        Assert.That(_schedule.IsAnswered(At(seconds)), Is.EqualTo(answered));
    }

    [Test]
    public void IsAnswered_FullScanThatBeganAfterSomebodyAsked_HoldsWithoutAnyWindow()
    {
        var schedule = new ScanSchedule(TimeSpan.Zero);
        schedule.FullScanCompleted(At(0), End, changed: true);

        Assert.That(schedule.IsAnswered(At(0)), Is.True);
        Assert.That(schedule.IsAnswered(At(0.001)), Is.False);
    }

    [Test]
    public void IsAnswered_EndSeenWhileNoFullScanIsDue_HoldsForTheFreshnessWindow()
    {
        _schedule.FullScanCompleted(At(0), End, changed: true);
        _schedule.FullScanCompleted(At(5), End, changed: false);
        _schedule.EndSeen(At(11), End, changed: false);

        Assert.That(_schedule.IsAnswered(At(14.9)), Is.True, "the next full scan is due at 15");
        Assert.That(_schedule.IsAnswered(At(15)), Is.False);
    }

    [Test]
    public void IsFullScanDue_FullScansThatShowNothingNew_BackOffToAMinute()
    {
        var starts = new List<double>();
        for (var second = 0; second <= 300; second += 5)
        {
            if (!_schedule.IsFullScanDue(At(second)))
                continue;
            starts.Add(second);
            _schedule.FullScanCompleted(At(second), End, changed: second == 0);
        }

        Assert.That(starts, Is.EqualTo(new[] { 0, 5, 15, 35, 75, 135, 195, 255 }));
    }

    [Test]
    public void IsFullScanDue_SomethingNewSeen_StartsAfresh()
    {
        for (var second = 0; second <= 75; second += 5)
        {
            if (_schedule.IsFullScanDue(At(second)))
                _schedule.FullScanCompleted(At(second), End, changed: second == 0);
        }

        Assert.That(_schedule.IsFullScanDue(At(90)), Is.False);
        _schedule.EndSeen(At(90), End, changed: true);
        Assert.That(_schedule.IsFullScanDue(At(90)), Is.True);
    }

    [TestCase(End, false)]
    [TestCase(End + 1, true)]
    public void EndSeen_ListThatReachesFurther_StartsAfresh(int end, bool isDue)
    {
        _schedule.FullScanCompleted(At(0), End, changed: true);
        _schedule.FullScanCompleted(At(5), End, changed: false);

        _schedule.EndSeen(At(10), end, changed: false);

        Assert.That(_schedule.IsFullScanDue(At(10)), Is.EqualTo(isDue));
        Assert.That(_schedule.KnownEnd, Is.EqualTo(end));
    }

    [TestCase(End, false)]
    [TestCase(End - 1, true)]
    [TestCase(End + 1, true)]
    public void FullScanCompleted_ListOfAnotherLength_StartsAfresh(int end, bool isDue)
    {
        _schedule.FullScanCompleted(At(0), End, changed: true);

        _schedule.FullScanCompleted(At(5), end, changed: false);

        Assert.That(_schedule.IsFullScanDue(At(10)), Is.EqualTo(isDue));
    }

    [Test]
    public void RememberEnd_AfterTheListWasRead_ChangesNothing()
    {
        _schedule.RememberEnd(End + 5);
        Assert.That(_schedule.KnownEnd, Is.EqualTo(End + 5));
        _schedule.FullScanCompleted(At(0), End, changed: false);

        _schedule.RememberEnd(End + 5);

        Assert.That(_schedule.KnownEnd, Is.EqualTo(End));
    }

    [TestCase(0, true)]
    [TestCase(4.9, true)]
    [TestCase(5, false)]
    public void FailureThatAnswers_PageThatCouldNotBeRead_HoldsForTheFreshnessWindowFromTheScansStart(double seconds, bool answers)
    {
        _schedule.FullScanFailed(At(0), Broken);

        Assert.That(_schedule.FailureThatAnswers(At(seconds)), answers ? Is.SameAs(Broken) : Is.Null);
        Assert.That(_schedule.IsAnswered(At(seconds)), Is.False, "the file may be on that page");
    }

    [Test]
    public void FailureThatAnswers_WholeListReadSince_IsNone()
    {
        _schedule.FullScanFailed(At(0), Broken);

        _schedule.FullScanCompleted(At(1), End, changed: false);

        Assert.That(_schedule.FailureThatAnswers(At(1)), Is.Null);
    }

    private static DateTimeOffset At(double seconds) => MediaFiles.Noon.AddSeconds(seconds);
}
