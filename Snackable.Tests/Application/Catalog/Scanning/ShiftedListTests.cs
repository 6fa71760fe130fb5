using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Catalog.Scanning;

/// <summary>A list that shifts under a scan, which shows one file twice then and another one not at all.</summary>
public sealed class ShiftedListTests : ApiTests
{
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);

    [Test]
    public async Task Get_FileHiddenByAShiftDuringAScan_IsFoundByTheNextScanOneFreshnessWindowLater()
    {
        var hidden = SandboxFiles.Create(5000, "FINISHED", segments: 1);
        var api = await StartApiAsync(substitute: services => services.AddSingleton<TimeProvider>(_clock));
        await ScanAsync(api);
        ProcessingApi.Gate.Close(call => call is { Kind: CallKind.Page, Offset: 5 });
        var scan = ScanAsync(api);
        await ProcessingApi.Gate.WaitForAsync(1);

        // The first page is read and the second is not: as long as before, the list now shows the last file of the first page again.
        ProcessingApi.Files.Insert(0, hidden);
        ProcessingApi.Files.Remove(ProcessingApi.Files.All[^1].FileId);
        ProcessingApi.Gate.Open();
        await scan;

        Assert.That((await api.GetFileAsync(hidden.FileId)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "no scan has shown it");
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await api.GetFileAsync(hidden.FileId)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    // An unknown file has the whole list read when that is due.
    private async Task ScanAsync(ApiHost api)
    {
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await api.GetFileAsync(SandboxFiles.Unknown)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await api.Metrics.NoScanInFlightAsync();
    }
}
