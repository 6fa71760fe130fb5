using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Catalog.Lookup;

/// <summary>Files that are listed as finished and whose details are not there: the list is looked at again, and believed.</summary>
public sealed class DoubtedFileTests : ApiTests
{
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);

    [Test]
    public async Task Get_FileThatIsBeingProcessedAgainAndThatAScanSawMeanwhile_IsNotFinished([Values] bool scanSawItProcessing)
    {
        var api = await StartApiAsync();
        await ScanAsync(api);
        ProcessingApi.Gate.Close(call => call.Kind is CallKind.Details);
        ProcessingApi.Faults.Add(call => call.Kind is CallKind.Details, Fault.Status(404));
        var response = api.GetFileAsync(SandboxFiles.Finished);
        await ProcessingApi.Gate.WaitForAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        if (!scanSawItProcessing)
            await ScanAsync(api);
        ProcessingApi.Files.SetStatus(SandboxFiles.Finished, SandboxStatus.Processing);
        if (scanSawItProcessing)
            await ScanAsync(api);

        ProcessingApi.Gate.Open();

        await AssertProblemAsync(await response, HttpStatusCode.BadRequest, "file-not-finished");
    }

    [Test]
    public async Task Get_FileWhosePageFailedWhenItWasLookedAtAgain_IsNotSaidToBeMissing()
    {
        var api = await StartApiAsync();
        await ScanAsync(api);
        ProcessingApi.Faults.Add(call => call.Kind is CallKind.Details, Fault.Status(404), times: 1);
        ProcessingApi.Faults.Add(call => call.Kind is CallKind.Page, Fault.Status(500));
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        ProcessingApi.Faults.Clear();

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    // A second after the last one, the whole list is read again.
    private static async Task ScanAsync(ApiHost api)
    {
        Assert.That((await api.GetFileAsync(SandboxFiles.Unknown)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await api.Metrics.NoScanInFlightAsync();
    }

    private Task<ApiHost> StartApiAsync() => StartApiAsync(
        new Dictionary<string, string> { ["CATALOG_FRESH_SECONDS"] = "1", ["UPSTREAM_RETRIES"] = "0" },
        services => services.AddSingleton<TimeProvider>(_clock));
}
