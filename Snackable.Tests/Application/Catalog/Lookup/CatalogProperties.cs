using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Snackable.Application.Catalog;
using Snackable.Application.Catalog.Lookup;
using Snackable.Application.Catalog.Scanning;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;
using Property = Snackable.Tests.Fixtures.Property;

namespace Snackable.Tests.Application.Catalog.Lookup;

/// <summary>What holds of every answer of the catalog, whatever happens to the list between two of its pages.</summary>
public sealed class CatalogProperties
{
    private static readonly TimeSpan Freshness = new CatalogOptions().Freshness;

    private static Gen<Step> Steps =>
        from seconds in Gen.Elements(1, 2, 5, 6, 20, 61)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new Step(seconds, seed);

    private static Gen<ChangingList.Habits> Unsteady =>
        from changes in Gen.Elements(0, 10, 50)
        from failures in Gen.Elements(0, 0, 3, 30)
        from shortPages in Gen.Elements(true, false)
        from twins in Gen.Elements(true, false)
        select new ChangingList.Habits(changes, failures, shortPages, twins);

    [Test]
    public void Find_InAListThatChangesAndFails_IsRightAndRightAgainWhenItIsStill() =>
        Property.Holds(Stories(Unsteady), Shorter, ObjectionAsync, count: 400);

    [Test]
    public void Find_InAListThatIsStill_FindsEveryFileThatCountsAtTheCostOfAScan() =>
        Property.Holds(Stories(Gen.Constant(new ChangingList.Habits(0, 0, false, false))), Shorter, CostObjectionAsync, count: 100);

    private static Gen<Story> Stories(Gen<ChangingList.Habits> habits) =>
        from files in Gen.Choose(0, 50)
        from maxPages in Gen.Choose(1, 8)
        from concurrency in Gen.Choose(1, 4)
        from habit in habits
        from steps in Gen.ListOf(Steps, 10)
        select new Story(files, maxPages, concurrency, habit, [.. steps]);

    private static IEnumerable<Story> Shorter(Story story)
    {
        for (var number = 0; number < story.Steps.Count; number++)
            yield return story with { Steps = story.Steps.RemoveAt(number) };
        if (story.Concurrency > 1)
            yield return story with { Concurrency = 1 };
        if (story.Files > 0)
            yield return story with { Files = story.Files / 2 };
    }

    private static async Task<string?> ObjectionAsync(Story story)
    {
        await using var scene = new Scene(story);
        foreach (var step in story.Steps)
        {
            scene.Advance(step);
            var dice = new Random(step.Seed);
            // A doubt comes later than what it doubts: it has a moment of its own.
            var asked = dice.GetItems([.. scene.List.Ids], dice.Next(1, 5)).Distinct().ToList();
            var objections = await Task.WhenAll(asked.Select(fileId => scene.ObjectionAsync(fileId, mayDoubt: asked.Count == 1)));
            await scene.Metrics.NoScanInFlightAsync();
            if (objections.FirstOrDefault(said => said is not null) is { } objection)
                return objection;
        }

        // From now on the list is still. Two scans later, each put off for as long as it may be, everything is as it is.
        scene.List.IsCalm = true;
        for (var scan = 1; scan <= 2; scan++)
        {
            scene.Advance(new Step(66, scan));
            if (await scene.Catalog.FindAsync(ChangingList.Id(-scan), CancellationToken.None) is not null)
                return "an invented file was found";
            await scene.Metrics.NoScanInFlightAsync();
        }

        return await scene.StillObjectionAsync();
    }

    private static async Task<string?> CostObjectionAsync(Story story)
    {
        await using var scene = new Scene(story);
        var maxCalls = story.MaxPages + 1;
        foreach (var step in story.Steps)
        {
            scene.Advance(step);
            if (await scene.StillObjectionAsync() is { } objection)
                return objection;
            await scene.Metrics.NoScanInFlightAsync();
            if (scene.List.Calls > maxCalls)
                return $"{scene.List.Calls} pages were read, more than {maxCalls}";
            var calls = scene.List.Calls;
            foreach (var (fileId, _) in scene.List.Listed.Where(file => file.Status.IsFinished))
                await scene.Catalog.FindAsync(fileId, CancellationToken.None);
            if (scene.List.Calls > calls)
                return "a finished file that was seen cost a page";
            // Later, each page may be read again for the files on it that are not finished, then the end, then the whole list.
            maxCalls += (2 * story.MaxPages) + 3;
        }

        return scene.List.MostInFlight > story.Concurrency ? $"{scene.List.MostInFlight} pages were in flight" : null;
    }

    private sealed record Step(int Seconds, int Seed);

    private sealed record Story(int Files, int MaxPages, int Concurrency, ChangingList.Habits Habits, ImmutableList<Step> Steps)
    {
        public override string ToString() => $"{Files} files, {MaxPages} pages, {Concurrency} at once, {Habits}, {string.Join(", ", Steps)}";
    }

    /// <summary>The catalog in front of a list, at a time that the test decides.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);
        private readonly ServiceProvider _provider;
        private TimeSpan _now;

        public Scene(Story story)
        {
            List = new ChangingList(story.Files, story.MaxPages * CatalogOptions.PageSize, story.Habits);
            _provider = ApplicationUnderTest.Compose(List, Substitute.For<IFileStore>(), _clock, options =>
                (options.MaxPages, options.MaxConcurrentPages) = (story.MaxPages, story.Concurrency));
            Metrics = new RecordedMetrics(_provider.GetRequiredService<IMeterFactory>());
            Catalog = _provider.GetRequiredService<FileCatalog>();
        }

        public ChangingList List { get; }

        public FileCatalog Catalog { get; }

        public RecordedMetrics Metrics { get; }

        public void Advance(Step step)
        {
            _clock.Advance(TimeSpan.FromSeconds(step.Seconds));
            _now += TimeSpan.FromSeconds(step.Seconds);
            List.MoveTo(_now, step.Seed);
        }

        /// <summary>Says what is wrong with the answer for a file while the list changes.</summary>
        public async Task<string?> ObjectionAsync(FileId fileId, bool mayDoubt)
        {
            try
            {
                var entry = await Catalog.FindAsync(fileId, CancellationToken.None);
                var oldest = TimeSpan.MinValue;
                if (mayDoubt && entry is { ProcessingStatus.IsFinished: true } && entry.SeenAt < _clock.GetUtcNow())
                    (entry, oldest) = (await Catalog.FindAgainAsync(entry, CancellationToken.None), _now);
                if (entry is null)
                    return List.MayBeMissing(fileId, oldest: _now - ScanSchedule.MaxDistance) ? null : $"{fileId} is said to be missing";
                if (!entry.ProcessingStatus.IsFinished)
                    oldest = _now - Freshness + TimeSpan.FromTicks(1);
                return List.Showed(fileId, entry.ProcessingStatus, notBefore: oldest) ? null : $"nothing showed {fileId} as {entry.ProcessingStatus}";
            }
            catch (ProcessingApiException)
            {
                return List.AnyFailure ? null : "no page failed";
            }
        }

        /// <summary>Says what is wrong with the answers for all files now that the list is still.</summary>
        public async Task<string?> StillObjectionAsync()
        {
            var listed = List.Listed.ToLookup(file => file.FileId, file => file.Status);
            foreach (var fileId in List.Ids)
            {
                var entry = await Catalog.FindAsync(fileId, CancellationToken.None);
                if (entry is null != !listed.Contains(fileId))
                    return entry is null ? $"{fileId} is listed and not found" : $"{fileId} is found and not listed";
                // A file listed twice may be finished at a place that is gone: what is finished stays so.
                if (entry is not null && !listed[fileId].Contains(entry.ProcessingStatus) && !WasFinished(entry))
                    return $"{fileId} is said to be {entry.ProcessingStatus}";
            }

            return null;
        }

        private bool WasFinished(CatalogEntry entry) =>
            entry.ProcessingStatus.IsFinished && List.Showed(entry.FileId, entry.ProcessingStatus, notBefore: TimeSpan.Zero);

        public async ValueTask DisposeAsync()
        {
            Metrics.Dispose();
            await _provider.DisposeAsync();
        }
    }
}
