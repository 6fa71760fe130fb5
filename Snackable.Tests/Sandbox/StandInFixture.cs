using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Tests.Sandbox;

/// <summary>A stand-in with 23 files for each test, whose clock only moves when the test moves it.</summary>
public abstract class StandInFixture
{
    protected FakeTimeProvider Time { get; private set; } = null!;

    protected StandIn StandIn { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Time = new FakeTimeProvider();
        StandIn = await StandIn.StartAsync(new StandInOptions { FileCount = 23, FinishAfterSeconds = 60 }, timeProvider: Time);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = StandIn.Address };
    }

    [TearDown]
    public async Task StopAsync()
    {
        Client.Dispose();
        await StandIn.DisposeAsync();
    }

    protected static IReadOnlyList<Guid> Ids(JsonElement array) =>
        [.. array.EnumerateArray().Select(element => element.GetProperty("fileId").GetGuid())];

    protected async Task<JsonElement> GetAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(path);
}
