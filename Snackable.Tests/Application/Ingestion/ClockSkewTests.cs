using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Snackable.Application.Ingestion;
using Snackable.Domain;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Ingestion;

/// <summary>Machines whose clocks differ and that share one store.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Mongo)]
public sealed class ClockSkewTests(StoreKind kind) : ApiTests(kind)
{
    [Test]
    public async Task Update_VersionStoredByAMachineWhoseClockIsAhead_IsReplacedAgainAndAgain()
    {
        var ahead = await StartApiAsync(MediaFiles.Noon.AddHours(1));
        var behind = await StartApiAsync(MediaFiles.Noon);
        await UpdateAsync(ahead, "first title");

        foreach (var title in new[] { "second title", "third title" })
        {
            await UpdateAsync(behind, title);

            foreach (var api in new[] { behind, ahead })
                Assert.That((string?)(await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished)))["seriesTitle"], Is.EqualTo(title));
        }
    }

    [Test]
    public async Task Update_VersionStoredByAMachineWhoseClockIsAhead_LeavesTheTimesOfOtherFilesAlone()
    {
        var ahead = await StartApiAsync(MediaFiles.Noon.AddHours(1));
        var behind = await StartApiAsync(MediaFiles.Noon);
        await UpdateAsync(ahead, "first title");
        await UpdateAsync(behind, "second title");

        var other = await behind.Services.GetRequiredService<FileIngestion>().IngestAsync(new FileId(SandboxFiles.WithoutTitle), CancellationToken.None);

        Assert.That(other.FetchedAt, Is.EqualTo(MediaFiles.Noon));
    }

    private Task<ApiHost> StartApiAsync(DateTimeOffset now) =>
        StartApiAsync(substitute: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(now)));

    private async Task UpdateAsync(ApiHost api, string title)
    {
        ProcessingApi.Files.Update(SandboxFiles.Finished, file => file with { SeriesTitle = title });
        await api.Services.GetRequiredService<FileIngestion>().UpdateAsync(new FileId(SandboxFiles.Finished), CancellationToken.None);
    }
}
