using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Snackable.Application.Catalog.Lookup;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;
using Property = Snackable.Tests.Fixtures.Property;

namespace Snackable.Tests.Application.Catalog.Lookup;

/// <summary>What holds of a file whatever is told of it, in whichever order and however often.</summary>
public sealed class ToldStatusProperties
{
    private static readonly ProcessingStatus[] Statuses = [ProcessingStatus.Processing, ProcessingStatus.Failed, ProcessingStatus.Finished];

    [Test]
    public void Learn_AnyStatusesInAnyOrder_KeepsFinishedForGoodAndElseTheLastAndNeverMovesTheFile() =>
        Property.Holds(Gen.Elements(Statuses).ListOf(), Smaller, one => ObjectionAsync(one), count: 200);

    private static IEnumerable<List<ProcessingStatus>> Smaller(List<ProcessingStatus> told) =>
        Enumerable.Range(0, told.Count).Select(index => told.Where((_, other) => other != index).ToList());

    private static async Task<string?> ObjectionAsync(List<ProcessingStatus> told)
    {
        var list = new ListedFiles();
        var file = MediaFiles.NewId();
        list.Set([(MediaFiles.NewId(), ProcessingStatus.Finished), (file, ProcessingStatus.Processing)]);
        await using var services = ApplicationUnderTest.Compose(list, Substitute.For<IFileStore>(), new FakeTimeProvider(MediaFiles.Noon));
        var catalog = services.GetRequiredService<FileCatalog>();
        await catalog.ScanAsync(CancellationToken.None);
        var listed = await catalog.FindAsync(file, CancellationToken.None);
        var calls = list.Calls;

        foreach (var status in told)
            await catalog.LearnAsync(file, status, CancellationToken.None);

        var expected = told.Contains(ProcessingStatus.Finished) ? ProcessingStatus.Finished : told.LastOrDefault(ProcessingStatus.Processing);
        var known = await catalog.FindAsync(file, CancellationToken.None);
        if (known != listed! with { ProcessingStatus = expected })
            return $"known as {known}";
        return list.Calls == calls ? null : "the list was read";
    }
}
