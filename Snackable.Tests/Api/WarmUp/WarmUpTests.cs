using Microsoft.Extensions.Logging;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.WarmUp;

public sealed class WarmUpTests : ApiTests
{
    [Test]
    public async Task Start_BeforeTheFirstRequest_HasUsedTheCodeAndAskedNobody()
    {
        var api = await StartApiAsync();

        // AutoMapper says so when it is first used.
        Assert.That(api.Log.Entries.Select(entry => entry.Category), Has.Some.StartsWith("LuckyPennySoftware.AutoMapper"));
        Assert.That(api.Log.Entries.Where(entry => entry.Category.Contains("WarmUp", StringComparison.Ordinal)), Is.Empty, "a step failed");
        Assert.That(ProcessingApi.Calls.All, Is.Empty);
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).IsSuccessStatusCode, Is.True);
        Assert.That(api.Log.Entries.Where(entry => entry.Level >= LogLevel.Error), Is.Empty);
    }
}
