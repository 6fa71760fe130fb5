using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using RabbitMQ.Client;
using Snackable.Sandbox.Messaging;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Sandbox;

/// <summary>What the stand-in publishes, as a queue gets it that was bound before.</summary>
public sealed class FinishedFilesTests : StandInFixture
{
    private readonly ConcurrentQueue<string> _reports = new();
    private TestBroker? _broker;

    private TestBroker Broker => _broker!;

    [SetUp]
    public async Task BindQueueAsync()
    {
        _broker = await TestRabbitMq.CreateBrokerAsync();
        await Broker.WithChannelAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync(Broker.Exchange, ExchangeType.Topic, durable: true);
            await channel.QueueDeclareAsync(Broker.Queue, durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(Broker.Queue, Broker.Exchange, "#");
            return true;
        });
    }

    [TearDown]
    public async Task DeleteQueueAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
    }

    [Test]
    public async Task File_that_finishes_is_published_by_the_contract()
    {
        await using var events = Publish(Broker.Address);
        var before = DateTimeOffset.UtcNow;

        Time.Advance(TimeSpan.FromSeconds(60));

        var message = (await PublishedAsync(1)).Single();
        var body = JsonDocument.Parse(message.Body).RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.RoutingKey, Is.EqualTo("file.finished"));
            Assert.That(message.Persistent, Is.True);
            Assert.That(Guid.TryParse(message.MessageId, out _), Is.True, message.MessageId);
            Assert.That(ActivityContext.TryParse(message.Headers["traceparent"], null, out _), Is.True);
            Assert.That(body.GetProperty("fileId").GetGuid(), Is.EqualTo(SandboxFiles.FinishingSoon));
            Assert.That(body.GetProperty("processingStatus").GetString(), Is.EqualTo("FINISHED"));
            Assert.That(body.GetProperty("occurredAt").GetString(), Does.EndWith("Z"));
            Assert.That(body.GetProperty("occurredAt").GetDateTimeOffset(), Is.InRange(before, DateTimeOffset.UtcNow));
        }
    }

    [Test]
    public async Task Other_changes_are_not_published()
    {
        await using var events = Publish(Broker.Address);

        StandIn.Files.SetStatus(SandboxFiles.Processing, SandboxStatus.Failed);
        StandIn.Files.Update(SandboxFiles.Finished, file => file with { SeriesTitle = "Another title" });
        StandIn.Files.SetStatus(SandboxFiles.FinishingSoon, SandboxStatus.Finished);

        Assert.That((await PublishedAsync(1)).Single().Body, Does.Contain($"{SandboxFiles.FinishingSoon}"));
    }

    [Test]
    public async Task Before_anybody_listens_the_exchange_is_declared_and_what_finishes_is_kept()
    {
        await Broker.WithChannelAsync(async channel =>
        {
            await channel.ExchangeDeleteAsync(Broker.Exchange);
            return true;
        });
        await using var events = Publish(Broker.Address);
        StandIn.Files.SetStatus(SandboxFiles.Processing, SandboxStatus.Finished);
        await ReportedAsync(1);

        await Broker.WithChannelAsync(async channel =>
        {
            await channel.QueueBindAsync(Broker.Queue, Broker.Exchange, "#");
            return true;
        });

        Assert.That((await PublishedAsync(1)).Single().Body, Does.Contain($"{SandboxFiles.Processing}"));
    }

    [Test]
    public async Task While_the_broker_is_unavailable_the_stand_in_answers_and_what_finishes_is_published_afterwards()
    {
        await using var proxy = new TcpProxy(Broker.Host, Broker.Port);
        proxy.Open();
        await using var events = Publish(Broker.AddressVia("127.0.0.1", proxy.Port));
        StandIn.Files.SetStatus(SandboxFiles.FinishingSoon, SandboxStatus.Finished);
        await PublishedAsync(1);

        proxy.Cut();
        var others = StandIn.Files.All.Where(file => file.ProcessingStatus != SandboxStatus.Finished).Select(file => file.FileId).ToList();
        others.ForEach(fileId => StandIn.Files.SetStatus(fileId, SandboxStatus.Finished));
        await ReportedAsync(1);
        Assert.That(Ids(await GetAsync("api/file/all")), Has.Count.EqualTo(5));

        proxy.Open();
        var messages = await PublishedAsync(1 + (uint)others.Count);
        Assert.That(
            messages.Skip(1).Select(message => JsonDocument.Parse(message.Body).RootElement.GetProperty("fileId").GetGuid()),
            Is.EqualTo(others));
        await ReportedAsync(2);
    }

    [Test]
    public async Task Program_publishes_with_the_processing_API_alone()
    {
        var settings = new Dictionary<string, string>
        {
            ["SANDBOX_PORT"] = "0",
            ["SANDBOX_FINISH_AFTER_SECONDS"] = "1",
            ["RABBITMQ_URL"] = Broker.Address,
            ["RABBITMQ_PREFIX"] = Broker.Prefix,
        };
        await using var program = ProgramProcess.Start("Snackable.Sandbox", settings, "--processing-api-only");

        Assert.That((await PublishedAsync(1)).Single().Body, Does.Contain($"{SandboxFiles.FinishingSoon}"), program.Output);
    }

    [Test]
    public async Task Program_with_an_address_that_is_none_says_so_and_ends()
    {
        var settings = new Dictionary<string, string> { ["SANDBOX_PORT"] = "0", ["RABBITMQ_URL"] = "http://user:secret@broker" };
        await using var program = ProgramProcess.Start("Snackable.Sandbox", settings, "--processing-api-only");

        Assert.That(await program.ExitedAsync(), Is.EqualTo(1));
        Assert.That(program.Output, Does.Contain("RABBITMQ_URL: ").And.Not.Contain("secret"));
    }

    private FinishedFiles? Publish(string address) =>
        FinishedFiles.Publish(StandIn.Files, new BrokerSettings(address, Broker.Prefix), _reports.Enqueue);

    private async Task<List<QueuedMessage>> PublishedAsync(uint count)
    {
        await Broker.WaitForCountAsync(Broker.Queue, count);
        return await Broker.PeekAsync(Broker.Queue);
    }

    private async Task ReportedAsync(int count) =>
        await Assert.ThatAsync(() => Task.FromResult(_reports.ToArray()), Has.Length.EqualTo(count).After(10_000, 10));
}
