using Snackable.Application.Catalog;
using Snackable.Tests.Builders;

namespace Snackable.Tests.Application.Catalog;

public sealed class ScanScheduleTests
{
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
        _schedule.EndSeen(At(0), changed: false);

        Assert.That(_schedule.IsAnswered(At(0)), Is.False);
    }

    [TestCase(0, true)]
    [TestCase(4.9, true)]
    [TestCase(5, false)]
    public void IsAnswered_FullScan_HoldsForTheFreshnessWindowFromItsStart(double seconds, bool answered)
    {
        _schedule.FullScanCompleted(At(0), changed: true);

        Assert.That(_schedule.IsAnswered(At(seconds)), Is.EqualTo(answered));
    }

    [Test]
    public void IsAnswered_FullScanThatBeganAfterSomebodyAsked_HoldsWithoutAnyWindow()
    {
        var schedule = new ScanSchedule(TimeSpan.Zero);
        schedule.FullScanCompleted(At(0), changed: true);

        Assert.That(schedule.IsAnswered(At(0)), Is.True);
        Assert.That(schedule.IsAnswered(At(0.001)), Is.False);
    }

    [Test]
    public void IsAnswered_EndSeenWhileNoFullScanIsDue_HoldsForTheFreshnessWindow()
    {
        _schedule.FullScanCompleted(At(0), changed: true);
        _schedule.FullScanCompleted(At(5), changed: false);
        _schedule.EndSeen(At(11), changed: false);

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
            _schedule.FullScanCompleted(At(second), changed: second == 0);
        }

        Assert.That(starts, Is.EqualTo(new[] { 0, 5, 15, 35, 75, 135, 195, 255 }));
    }

    [Test]
    public void IsFullScanDue_SomethingNewSeen_StartsAfresh()
    {
        for (var second = 0; second <= 75; second += 5)
        {
            if (_schedule.IsFullScanDue(At(second)))
                _schedule.FullScanCompleted(At(second), changed: second == 0);
        }

        Assert.That(_schedule.IsFullScanDue(At(90)), Is.False);
        _schedule.EndSeen(At(90), changed: true);
        Assert.That(_schedule.IsFullScanDue(At(90)), Is.True);
    }

    private static DateTimeOffset At(double seconds) => MediaFiles.Noon.AddSeconds(seconds);
}
