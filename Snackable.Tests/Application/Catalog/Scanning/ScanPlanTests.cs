using Snackable.Application.Catalog.Scanning;

namespace Snackable.Tests.Application.Catalog.Scanning;

public sealed class ScanPlanTests
{
    [Test]
    public void TryNext_NothingReceivedYet_ReadsOnePageOnly()
    {
        var plan = new ScanPlan(start: 0, limit: 1000, maxConcurrency: 16);

        Assert.That(plan.TryNext(out var first), Is.True);
        Assert.That(first, Is.EqualTo(new PageRead(0, 5)));
        Assert.That(plan.TryNext(out _), Is.False);
    }

    [Test]
    public void TryNext_PagesReceived_ReadsMoreAndMoreAtOnceUpToTheBound()
    {
        var plan = new ScanPlan(start: 0, limit: 1000, maxConcurrency: 4);
        var together = new List<int>();
        while (together.Count < 4)
        {
            var reads = Take(plan);
            together.Add(reads.Count);
            reads.ForEach(read => plan.Received(read, 5));
        }

        Assert.That(together, Is.EqualTo(new[] { 1, 2, 4, 4 }));
    }

    [Test]
    public void Received_EmptyPage_IsTheEnd()
    {
        var plan = new ScanPlan(start: 0, limit: 1000, maxConcurrency: 1);

        var offsets = Run(plan, listLength: 12, pageLength: _ => 5);

        Assert.That(offsets, Is.EqualTo(new[] { 0, 5, 10, 12 }));
        Assert.That(plan.IsComplete, Is.True);
    }

    [Test]
    public void Received_ShortPage_ReadsTheGapFromWhereThePageStopped()
    {
        var plan = new ScanPlan(start: 0, limit: 1000, maxConcurrency: 4);
        var seen = new HashSet<int>();

        Run(plan, listLength: 40, pageLength: offset => (offset % 3) + 1, seen);

        Assert.That(seen, Is.EquivalentTo(Enumerable.Range(0, 40)));
    }

    [Test]
    public void Received_EmptyPageWhileGapsAreOpen_ReadsThoseBeforeTheEndOnly()
    {
        var plan = new ScanPlan(start: 0, limit: 1000, maxConcurrency: 16);
        var first = Take(plan).Single();
        plan.Received(first, 5);
        var (second, third) = (Take(plan)[0], Take(plan));
        Assert.That(third, Is.Empty, "two at once");
        plan.Received(second, 5);
        var reads = Take(plan);
        Assert.That(reads.Select(read => read.Offset), Is.EqualTo(new[] { 15, 20 }));

        plan.Received(new PageRead(10, 15), 2);
        plan.Received(new PageRead(20, 25), 2);
        plan.Received(new PageRead(15, 20), 0);

        Assert.That(Take(plan), Is.EqualTo(new[] { new PageRead(12, 15) }), "the list ends at 15 or before: what lies beyond it is no gap");
        Assert.That(plan.End, Is.EqualTo(15));
    }

    [Test]
    public void IsComplete_ListLongerThanTheLimit_ReadsExactlyToTheLimit()
    {
        var plan = new ScanPlan(start: 0, limit: 50, maxConcurrency: 16);

        var offsets = Run(plan, listLength: 1000, pageLength: _ => 5);

        Assert.That(offsets, Is.EquivalentTo(Enumerable.Range(0, 10).Select(page => page * 5)));
    }

    [Test]
    public void Received_OneFileAppendedToAKnownList_CostsTwoPages()
    {
        var plan = new ScanPlan(start: 900, limit: 1000, maxConcurrency: 16);

        Assert.That(Run(plan, listLength: 901, pageLength: _ => 5), Is.EqualTo(new[] { 900, 901 }));
        Assert.That(plan.End, Is.EqualTo(901));
    }

    [Test]
    public void IsComplete_StartAtTheLimit_ReadsNothing() =>
        Assert.That(new ScanPlan(start: 1000, limit: 1000, maxConcurrency: 16).IsComplete, Is.True);

    [Test]
    public void Failed_OnePage_LeavesTheOthersToBeRead()
    {
        var plan = new ScanPlan(start: 0, limit: 15, maxConcurrency: 4);
        plan.Received(Take(plan).Single(), 5);
        var (second, third) = (Take(plan), 0);
        plan.Failed();
        plan.Received(second[1], 5);
        third = Take(plan).Count;

        Assert.That(second, Has.Count.EqualTo(2));
        Assert.That(third, Is.Zero);
        Assert.That(plan.IsComplete, Is.True);
    }

    [Test]
    public void IsComplete_PagesStillInFlight_IsFalse()
    {
        var plan = new ScanPlan(start: 0, limit: 10, maxConcurrency: 2);
        plan.Received(Take(plan).Single(), 5);
        var last = Take(plan).Single();

        Assert.That(plan.IsComplete, Is.False);
        plan.Received(last, 5);
        Assert.That(plan.IsComplete, Is.True);
    }

    private static List<PageRead> Take(ScanPlan plan)
    {
        var reads = new List<PageRead>();
        while (plan.TryNext(out var read))
            reads.Add(read);
        return reads;
    }

    private static List<int> Run(ScanPlan plan, int listLength, Func<int, int> pageLength, HashSet<int>? seen = null)
    {
        var offsets = new List<int>();
        while (!plan.IsComplete)
        {
            var reads = Take(plan);
            Assert.That(reads, Is.Not.Empty, "the plan is stuck");
            foreach (var read in reads)
            {
                var length = Math.Max(0, Math.Min(pageLength(read.Offset), listLength - read.Offset));
                offsets.Add(read.Offset);
                seen?.UnionWith(Enumerable.Range(read.Offset, length));
                plan.Received(read, length);
            }
        }

        return offsets;
    }
}
