using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Catalog.Scanning;

/// <summary>Work that is shared belongs to none of the traces of those who wait for it.</summary>
public sealed class ScanTraceTests : ApiTests
{
    private const string First = "0af7651916cd43dd8448eb211c80319c", Second = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Test]
    public async Task Get_CallersWithTracesWhoShareAScan_ItsCallsBelongToNeitherTrace()
    {
        var api = await StartApiAsync(Unhurried);
        ProcessingApi.Gate.Close();
        var first = GetAsync(api, SandboxFiles.Finished, First);
        await ProcessingApi.Gate.WaitForAsync(1);
        var second = GetAsync(api, SandboxFiles.WithoutTitle, Second);
        await api.Metrics.WaitForAsync("snackable.scans", "joined", 1);

        ProcessingApi.Gate.Open();
        await Task.WhenAll(first, second);
        await api.ScansEndedAsync();

        var pages = ProcessingApi.Calls.All.Where(call => call.Kind is CallKind.Page).Select(call => call.TraceParent ?? "").ToList();
        Assert.That(pages, Is.Not.Empty.And.All.Not.Contains(First).And.All.Not.Contains(Second));
        Assert.That(TracesOfFetches, Has.Exactly(2).Contains(First).And.Exactly(2).Contains(Second), "what is fetched for one caller stays in its trace");
    }

    private static Task<HttpResponseMessage> GetAsync(ApiHost api, Guid fileId, string traceId) =>
        api.SendAsync(HttpMethod.Get, fileId, ("traceparent", $"00-{traceId}-b7ad6b7169203331-01"));
}
