using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Snackable.Application.Ingestion;
using Snackable.Domain;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Messaging.Connection;

/// <summary>The broker may be unavailable: at the start, in the middle, or for good.</summary>
public sealed class BrokerOutageTests : MessageTests
{
    [Test]
    public async Task Start_BrokerAway_StartsAtOnceServesAndConsumesOnceItIsThere()
    {
        await (await StartConsumingAsync()).DisposeAsync();
        await Broker.PublishFileAsync(Finished, SandboxFiles.WithoutTitle);
        var watch = Stopwatch.StartNew();

        var api = await StartBehindProxyAsync(open: false);

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)), "the start waits for nothing");
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await DegradedAsync(api);
        Proxy.Open();
        await AcknowledgedAsync(api, "stored");
        await HealthyAsync(api);
        Assert.That(await StoredNameAsync(api, SandboxFiles.WithoutTitle), Is.Not.Null);
    }

    [Test]
    public async Task BrokerGone_InTheMiddle_ServesOnNamesItAndLosesNothing()
    {
        var api = await StartBehindProxyAsync();
        await HealthyAsync(api);

        Proxy.Cut();
        await DegradedAsync(api);
        await Broker.PublishFileAsync(Finished, SandboxFiles.WithoutTitle);

        var ready = await api.Client.GetAsync("/health/ready");
        var health = await ReadJsonAsync(ready);
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((string?)health["status"], Is.EqualTo("Degraded"));
        Assert.That((string?)health["checks"]!["broker"]!["reason"], Does.StartWith("The "));
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Proxy.Open();
        await AcknowledgedAsync(api, "stored");
        await HealthyAsync(api);
        Assert.That(api.Log.Errors, Is.Empty);
    }

    [Test]
    public async Task BrokerGone_WithMessagesInHand_GetsThemAgainAndStoresEachFileOnce()
    {
        ProcessingApi.Gate.Close(call => call.Kind is CallKind.Details);
        var api = await StartBehindProxyAsync();
        await HealthyAsync(api);
        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await ProcessingApi.Gate.WaitForAsync(1);

        Proxy.Cut();
        await DegradedAsync(api);
        Proxy.Open();
        await HealthyAsync(api);
        ProcessingApi.Gate.Open();
        await AcknowledgedAsync(api, "stored");

        Assert.That(Fetches, Is.EqualTo((1, 1)));
        await Broker.WaitForCountAsync(Broker.Queue, 0);
    }

    [Test]
    public async Task QueueDeleted_WhileItIsConsumed_IsDeclaredAnew()
    {
        var api = await StartConsumingAsync();

        await Broker.WithChannelAsync(channel => channel.QueueDeleteAsync(Broker.Queue, ifUnused: false, ifEmpty: false));
        await Assert.ThatAsync(
            () => Broker.WithChannelAsync(async channel => (await channel.QueueDeclarePassiveAsync(Broker.Queue)).ConsumerCount),
            Is.EqualTo(1).After(10_000, 50));
        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);

        await AcknowledgedAsync(api, "stored");
    }

    [Test]
    public async Task Update_BrokerAway_IsNotAnnouncedAndSaysSo()
    {
        var api = await StartBehindProxyAsync(open: false);
        await DegradedAsync(api);
        await api.GetFileAsync(SandboxFiles.Finished);

        await api.Services.GetRequiredService<FileIngestion>().UpdateAsync(new FileId(SandboxFiles.Finished), CancellationToken.None);

        Assert.That(api.Metrics.Count("snackable.announcements", "dropped"), Is.EqualTo(1));
        Assert.That(api.Log.Entries.Select(entry => entry.Message), Has.Some.Contains($"the older version of file {SandboxFiles.Finished}"));
    }

    [Test]
    public async Task Credentials_BrokerRefusesThem_AreInNoLogAndNoHealthAnswer()
    {
        const string User = "grandma", Password = "s3cret-recipe";
        var api = await StartApiAsync(Settings($"amqp://{User}:{Password}@{Broker.Host}:{Broker.Port}"));

        await Assert.ThatAsync(
            async () => (await BrokerHealthAsync(api)).Reason, Is.EqualTo("The broker refuses the user or the password.").After(10_000, 25));
        var texts = api.Log.Entries.Select(entry => $"{entry.Message} {entry.Exception}").Append(await api.Client.GetStringAsync("/health/ready"));
        Assert.That(texts, Has.None.Contains(Password).And.None.Contains(User));
    }

    [Test]
    public async Task Start_NobodyListens_SaysWhatHappened()
    {
        var api = await StartApiAsync(Settings("amqp://127.0.0.1:1"));

        await Assert.ThatAsync(
            async () => (await BrokerHealthAsync(api)).Reason, Is.EqualTo("The broker can't be reached (ConnectionRefused).").After(10_000, 25));
    }

    [Test]
    public async Task Start_WithoutAnAddress_HasNoBrokerToTellOf()
    {
        var api = await StartApiAsync();

        Assert.That(await BrokerStatusAsync(api), Is.Null);
    }
}
