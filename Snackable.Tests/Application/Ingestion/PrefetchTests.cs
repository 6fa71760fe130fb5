using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Snackable.Application.Ingestion;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Ingestion;

public sealed class PrefetchTests
{
    [Test]
    public async Task Run_MoreFilesThanTheStoreIsAskedAboutAtOnce_AsksInPartsAndIngestsAllThatAreMissing()
    {
        var list = new ListedFiles();
        list.Set([.. Enumerable.Range(0, 2_001).Select(_ => (MediaFiles.NewId(), ProcessingStatus.Finished))]);
        var missing = new[] { 0, 999, 1_000, 2_000 }.Select(place => list.Files[place].FileId).ToHashSet();
        var (store, questions, ingested) = (Substitute.For<IFileStore>(), new List<int>(), new List<FileId>());
        store.FilterStoredAsync(default!, default).ReturnsForAnyArgs(call =>
        {
            var asked = call.Arg<IReadOnlyCollection<FileId>>();
            questions.Add(asked.Count);
            return asked.Where(fileId => !missing.Contains(fileId)).ToHashSet();
        });
        store.FindAsync(default, default).ReturnsForAnyArgs(call =>
        {
            lock (ingested)
                ingested.Add(call.Arg<FileId>());
            return MediaFiles.Finished(call.Arg<FileId>());
        });
        await using var services = ApplicationUnderTest.Compose(
            list, store, new FakeTimeProvider(MediaFiles.Noon), options => options.MaxPages = 1_000);

        await services.GetRequiredService<PrefetchRound>().RunAsync(CancellationToken.None);

        Assert.That(questions, Is.EqualTo(new[] { 1_000, 1_000, 1 }));
        Assert.That(ingested, Is.EquivalentTo(missing));
    }
}
