using Snackable.Application.Catalog;
using Snackable.Domain;
using Snackable.Tests.Builders;

namespace Snackable.Tests.Infrastructure.Storage;

/// <summary>What every catalog store promises, whatever it is made of.</summary>
public abstract class CatalogStoreContract
{
    private protected abstract ICatalogStore Store { get; }

    [Test]
    public async Task Load_NothingSaved_IsEmpty() => Assert.That(await LoadAsync(), Is.Empty);

    [Test]
    public async Task Load_Saved_ReturnsEveryMember()
    {
        var entries = Enumerable.Range(0, 2000)
            .Select(offset => Entry(offset) with { SeenAt = MediaFiles.Noon.AddTicks(offset), ProcessingStatus = new ProcessingStatus($"STATUS_{offset % 7}") })
            .ToList();

        await Store.SaveAsync(entries, CancellationToken.None);

        Assert.That(await LoadAsync(), Is.EquivalentTo(entries));
    }

    [Test]
    public async Task Save_NothingAtAll_IsFine()
    {
        await Store.SaveAsync([], CancellationToken.None);

        Assert.That(await LoadAsync(), Is.Empty);
    }

    [Test]
    public async Task Save_FileSeenLater_ReplacesTheEntryAndNotTheOtherWayRound()
    {
        var early = Entry(3);
        var late = early with { ProcessingStatus = ProcessingStatus.Finished, Offset = 4, SeenAt = early.SeenAt.AddTicks(1) };

        await Store.SaveAsync([early], CancellationToken.None);
        await Store.SaveAsync([late], CancellationToken.None);
        await Store.SaveAsync([early], CancellationToken.None);

        Assert.That(await LoadAsync(), Is.EqualTo(new[] { late }));
    }

    [Test]
    public async Task Save_FinishedSeenEarlier_ReplacesTheEntryAllTheSame()
    {
        var late = Entry(3);
        var finished = late with { ProcessingStatus = ProcessingStatus.Finished, SeenAt = late.SeenAt.AddTicks(-1) };

        await Store.SaveAsync([late], CancellationToken.None);
        await Store.SaveAsync([finished], CancellationToken.None);

        Assert.That(await LoadAsync(), Is.EqualTo(new[] { finished }));
    }

    [Test]
    public async Task Remove_SomeFiles_RemovesTheirEntriesOnlyAndMindsNoUnknownOnes()
    {
        var entries = Enumerable.Range(0, 2500).Select(Entry).ToList();
        await Store.SaveAsync(entries, CancellationToken.None);

        await Store.RemoveAsync([.. entries.Skip(1).Select(entry => entry.FileId), MediaFiles.NewId()], CancellationToken.None);
        await Store.RemoveAsync([], CancellationToken.None);

        Assert.That(await LoadAsync(), Is.EqualTo(entries.Take(1)));
        Assert.That(await Store.CountAsync(CancellationToken.None), Is.EqualTo(1));
    }

    private Task<IReadOnlyList<CatalogEntry>> LoadAsync() => Store.LoadAsync(CancellationToken.None);

    private static CatalogEntry Entry(int offset) => new(MediaFiles.NewId(), ProcessingStatus.Processing, offset, MediaFiles.Noon);
}
