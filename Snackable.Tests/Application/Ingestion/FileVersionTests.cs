using Microsoft.Extensions.DependencyInjection;
using Snackable.Application.Ingestion;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Infrastructure.Storage.Sqlite;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Ingestion;

/// <summary>Which version of a file is answered when several are fetched at the same time, or by machines whose clocks differ.</summary>
public sealed class FileVersionTests : CacheTests
{
    private static readonly FileId FileId = new(SandboxFiles.Finished);

    [Test]
    public async Task Update_WishedForWhileAnEarlierUpdateIsStored_FetchesAnew()
    {
        var (api, store) = await StartGatedAsync(Unhurried);
        var saving = store.HoldNextSave();
        var earlier = UpdateAsync(api, "first title");
        await saving;

        var later = UpdateAsync(api, "second title");
        store.ReleaseSave();
        await Task.WhenAll(earlier, later);

        Assert.That(ProcessingApi.Calls.Details, Is.EqualTo(2), "what the earlier update fetched is too old for the later one");
        Assert.That(await TitleAsync(api), Is.EqualTo("second title"));
    }

    [Test]
    public async Task Get_IngestionReplacesTheVersionThatAnotherProcessStoredMeanwhile_IsAnsweredNew()
    {
        var settings = new Dictionary<string, string>(Unhurried) { ["CACHE_SECONDS"] = "600" };
        var (other, otherStore) = await StartGatedAsync(settings);
        var (api, store) = await StartGatedAsync(settings);
        var otherIsSaving = otherStore.HoldNextSave();
        var otherIngestion = IngestAsync(other);
        await otherIsSaving;
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { SeriesTitle = "New title" });
        var isSaving = store.HoldNextSave();
        var ingestion = IngestAsync(api);
        await isSaving;
        otherStore.ReleaseSave();
        await otherIngestion;
        Assert.That(await TitleAsync(api), Is.Not.EqualTo("New title"), "the other process stored what it had fetched before");
        var hits = StoreHits(api);
        await TitleAsync(api);
        Assert.That(StoreHits(api), Is.EqualTo(hits), "the answer is kept");

        store.ReleaseSave();
        await ingestion;

        Assert.That(await TitleAsync(api), Is.EqualTo("New title"));
    }

    private async Task<(ApiHost Api, GatedFileStore Store)> StartGatedAsync(IReadOnlyDictionary<string, string> settings)
    {
        GatedFileStore store = null!;
        var api = await StartApiAsync(settings, services => services.AddSingleton<IFileStore>(provider =>
            store = new GatedFileStore(ActivatorUtilities.CreateInstance<SqliteFileStore>(provider))));
        api.Services.GetRequiredService<IFileStore>();
        return (api, store);
    }

    private static Task<MediaFile> IngestAsync(ApiHost api) =>
        api.Services.GetRequiredService<FileIngestion>().IngestAsync(FileId, CancellationToken.None);

    private static async Task<string?> TitleAsync(ApiHost api) =>
        (string?)(await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished)))["seriesTitle"];
}
