using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Tests.Sandbox;

public sealed class GateTests : StandInFixture
{
    [Test]
    public async Task Gate_holds_calls_that_are_counted_already()
    {
        StandIn.Gate.Close(call => call.Kind == CallKind.Page);
        var pages = Enumerable.Range(0, 8).Select(page => GetAsync($"api/file/all?limit=5&offset={page}")).ToArray();
        await StandIn.Gate.WaitForAsync(8);
        await GetAsync($"api/file/details/{SandboxFiles.Finished}");

        Assert.That((StandIn.Gate.Waiting, StandIn.Calls.Pages, StandIn.Calls.MostPagesInFlight), Is.EqualTo((8, 8, 8)));
        Assert.That(pages.Any(page => page.IsCompleted), Is.False);

        StandIn.Gate.Open();
        Assert.That(await Task.WhenAll(pages), Has.Length.EqualTo(8));
        Assert.That(StandIn.Gate.Waiting, Is.Zero);
    }

    [Test]
    public async Task Caller_who_disconnects_leaves_the_gate()
    {
        StandIn.Gate.Close();
        using var leave = new CancellationTokenSource();
        var call = Client.GetAsync("api/file/all?limit=5&offset=0", leave.Token);
        await StandIn.Gate.WaitForAsync(1);

        await leave.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => StandIn.Gate.Waiting, Is.Zero.After(10_000, 10));
    }

    [Test]
    public async Task Stopped_stand_in_refuses_connections_until_it_is_restarted()
    {
        var address = StandIn.Address;
        StandIn.Gate.Close();
        var waiting = GetAsync("api/file/all?limit=5&offset=0");
        await StandIn.Gate.WaitForAsync(1);

        await StandIn.StopAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<HttpRequestException>());
        Assert.That(
            async () => await GetAsync("api/file/all"),
            Throws.InstanceOf<HttpRequestException>().With.Property("HttpRequestError").EqualTo(HttpRequestError.ConnectionError));

        StandIn.Gate.Open();
        await StandIn.RestartAsync();
        Assert.That(StandIn.Address, Is.EqualTo(address));
        Assert.That(Ids(await GetAsync("api/file/all")), Has.Count.EqualTo(5));
    }
}
