using FsCheck;
using FsCheck.Fluent;
using Snackable.Application.Catalog;
using Snackable.Application.Catalog.Scanning;
using Property = Snackable.Tests.Fixtures.Property;

namespace Snackable.Tests.Application.Catalog.Scanning;

/// <summary>What holds of a scan of any list, whatever its pages hold and in whichever order they come in.</summary>
public sealed class ScanPlanProperties
{
    private static Gen<Case> Cases =>
        from length in Gen.Choose(0, 60)
        from pages in Gen.Choose(1, 12)
        from start in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 60)))
        from concurrency in Gen.Choose(1, 8)
        from full in Gen.Elements(true, false)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new Case(length, pages * CatalogOptions.PageSize, Math.Min(start, pages * CatalogOptions.PageSize), concurrency, full, seed);

    [Test]
    public void Scan_OfAnyList_ShowsEveryPlaceThatCountsWithinItsBounds() =>
        Property.Holds(Cases, Smaller, one => Task.FromResult(Objection(one)), count: 2000);

    private static IEnumerable<Case> Smaller(Case one)
    {
        if (one.Length > 0)
            yield return one with { Length = one.Length - 1 };
        if (one.Concurrency > 1)
            yield return one with { Concurrency = one.Concurrency - 1 };
        if (one.Start > 0)
            yield return one with { Start = 0 };
        if (one.Limit > CatalogOptions.PageSize)
            yield return one with { Limit = one.Limit - CatalogOptions.PageSize, Start = 0 };
    }

    private static string? Objection(Case one)
    {
        var plan = new ScanPlan(one.Start, one.Limit, one.Concurrency);
        var dice = new Random(one.Seed);
        var (inFlight, maxInFlight, reads) = (new List<PageRead>(), 0, new List<int>());
        var shown = new HashSet<int>();
        var places = Math.Max(0, Math.Min(one.Length, one.Limit) - one.Start);
        // A page shows a place at least; what is read ahead past the end, or again because a page was short, is a page each.
        var maxReads = (one.IsFull ? (places + 4) / CatalogOptions.PageSize : places + (one.Limit / CatalogOptions.PageSize)) + 1 + one.Concurrency;
        while (!plan.IsComplete)
        {
            while (plan.TryNext(out var next))
            {
                inFlight.Add(next);
                reads.Add(next.Offset);
            }

            maxInFlight = Math.Max(maxInFlight, inFlight.Count);
            if (inFlight.Count == 0)
                return "the scan is stuck";
            if (reads.Count > maxReads)
                return $"more than {maxReads} pages were read";
            var read = inFlight[dice.Next(inFlight.Count)];
            inFlight.Remove(read);
            var longest = one.IsFull ? CatalogOptions.PageSize : dice.Next(1, CatalogOptions.PageSize + 1);
            var length = Math.Clamp(one.Length - read.Offset, 0, longest);
            shown.UnionWith(Enumerable.Range(read.Offset, length));
            plan.Received(read, length);
        }

        var end = Math.Max(Math.Min(one.Length, one.Limit), one.Start);
        if (!Enumerable.Range(one.Start, places).All(shown.Contains))
            return "a place was not shown";
        if (one.Length >= one.Start && plan.End != end)
            return $"the end is {end}, not {plan.End}";
        if (reads.Distinct().Count() != reads.Count)
            return "a page was read twice";
        if (reads.Exists(offset => offset >= one.Limit))
            return "a page past the limit was read";
        return maxInFlight > one.Concurrency ? $"{maxInFlight} pages were in flight" : null;
    }

    private sealed record Case(int Length, int Limit, int Start, int Concurrency, bool IsFull, int Seed);
}
