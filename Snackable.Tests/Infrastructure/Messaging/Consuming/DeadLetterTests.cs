using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using RabbitMQ.Client;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Messaging.Consuming;

/// <summary>Messages that can't ever work: they are put aside, whole, with the reason, and hold up nobody.</summary>
public sealed class DeadLetterTests : MessageTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [TestCase("oops", "The message is not JSON of the agreed form: ")]
    [TestCase("null", "The message is null.")]
    [TestCase("""{ "processingStatus": "FINISHED", "occurredAt": "2026-11-23T10:00:00Z" }""", "fileId")]
    [TestCase("""{ "fileId": null, "processingStatus": "FINISHED", "occurredAt": "2026-11-23T10:00:00Z" }""", "fileId")]
    [TestCase("""{ "fileId": "17", "processingStatus": "FINISHED", "occurredAt": "2026-11-23T10:00:00Z" }""", "The message's fileId is not a UUID.")]
    [TestCase("""{ "fileId": "4a551eec-7dac-46d2-8f17-b6972b864b34", "processingStatus": "", "occurredAt": "2026-11-23T10:00:00Z" }""", "The message's processingStatus is empty.")]
    [TestCase("""{ "fileId": "4a551eec-7dac-46d2-8f17-b6972b864b34", "processingStatus": "FINISHED" }""", "occurredAt")]
    [TestCase("""{ "fileId": "4a551eec-7dac-46d2-8f17-b6972b864b34", "processingStatus": "FINISHED", "occurredAt": "yesterday" }""", "occurredAt")]
    public async Task Message_ThatIsNone_IsPutAsideWholeWithTheReason(string body, string reason)
    {
        var api = await StartConsumingAsync();

        await Broker.PublishAsync(Updated, body, messageId: "poison", TraceParent);
        var letter = (await Broker.DeadLettersAsync(1)).Single();

        Assert.That((letter.Body, letter.MessageId, letter.Persistent), Is.EqualTo((body, "poison", true)));
        Assert.That(letter.Headers["snackable-reason"], Does.Contain(reason));
        Assert.That(letter.Headers["snackable-routing-key"], Is.EqualTo(Updated));
        Assert.That(letter.Headers["traceparent"], Is.EqualTo(TraceParent));
        await AcknowledgedAsync(api, "dead_lettered");
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Message_LargerThanAnyMessageMayBe_IsPutAsideWithoutBeingDecoded()
    {
        await StartConsumingAsync();
        var body = $$"""{ "fileId": "4a551eec-7dac-46d2-8f17-b6972b864b34", "processingStatus": "FINISHED", "occurredAt": "2026-11-23T10:00:00Z", "more": "{{new string('a', 64 * 1024)}}" }""";

        await Broker.PublishAsync(Finished, body);

        var letter = (await Broker.DeadLettersAsync(1)).Single();
        Assert.That(letter.Headers["snackable-reason"], Does.Contain("65536"));
        Assert.That(letter.Body, Is.EqualTo(body));
    }

    [TestCase(Finished)]
    [TestCase(Updated)]
    public async Task Message_FileThatACompleteScanDoesNotKnow_IsPutAside(string routingKey)
    {
        await StartConsumingAsync();

        await Broker.PublishFileAsync(routingKey, SandboxFiles.Unknown);
        var letter = (await Broker.DeadLettersAsync(1)).Single();

        Assert.That(letter.Headers["snackable-reason"], Is.EqualTo($"The processing API lists no file {SandboxFiles.Unknown}, as far as its list is read."));
        Assert.That(ProcessingApi.Calls.Pages, Is.Not.Zero);
    }

    [Test]
    public async Task Message_FileOnAPageThatCannotBeRead_ComesBackInstead()
    {
        ProcessingApi.Faults.Add(call => call.Offset == 10, Fault.Malformed);
        var api = await StartConsumingAsync();

        await Broker.PublishFileAsync(Finished, SandboxFiles.Unknown);
        await AcknowledgedAsync(api, "retried");

        Assert.That(api.Metrics.Count("snackable.messages", "dead_lettered"), Is.Zero);
    }

    [Test]
    public async Task Message_FileThatIsInvalidEachTime_ComesBackAtFirstAndIsPutAsideInTheEnd()
    {
        ProcessingApi.Faults.Add(call => call.Kind is CallKind.Details, Fault.Foreign);
        var api = await StartConsumingAsync();

        await PublishFailedAsync(Finished, SandboxFiles.Finished, failures: 6);
        await AcknowledgedAsync(api, "retried");
        await PublishFailedAsync(Finished, SandboxFiles.Finished, failures: 7);
        var letter = (await Broker.DeadLettersAsync(1)).Single();

        Assert.That(letter.Headers["snackable-reason"], Does.Contain("do not make one file").And.EndsWith("(8 attempts)"));
        Assert.That(letter.Headers, Does.Not.ContainKey("snackable-attempt"), "put back, it begins anew");
    }

    [Test]
    public async Task Message_FileTheStoreCanNeverTake_IsPutAside()
    {
        var store = Substitute.For<IFileStore>();
        store.FilterStoredAsync(default!, default).ReturnsForAnyArgs(new HashSet<FileId>());
        store.SaveAsync(default!, default).ThrowsAsyncForAnyArgs(new FileStoreException("It is too large.") { IsPermanent = true });
        await HealthyAsync(await StartApiAsync(Settings(Broker.Address), services => services.AddSingleton(store)));

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);

        Assert.That((await Broker.DeadLettersAsync(1)).Single().Headers["snackable-reason"], Is.EqualTo("It is too large."));
    }

    [Test]
    public async Task DeadLetter_PutBackIntoTheQueueOnceItCanWork_IsDone()
    {
        var api = await StartConsumingAsync();
        var file = SandboxFiles.Create(5000, "FINISHED", segments: 1);
        await Broker.PublishFileAsync(Finished, file.FileId);
        await Broker.DeadLettersAsync(1);
        ProcessingApi.Files.Append(file);

        await PutBackAsync();
        await AcknowledgedAsync(api, "stored");

        Assert.That(await StoredNameAsync(api, file.FileId), Is.EqualTo(file.FileName));
    }

    [Test]
    public async Task Message_ConsumersDieOfTimeAndAgain_IsPutAsideByTheBrokerAndWorksWhenItIsPutBack()
    {
        await (await StartConsumingAsync()).DisposeAsync();
        await Assert.ThatAsync(ConsumersAsync, Is.Zero.After(10_000, 25));
        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);

        await Broker.WithChannelAsync(async channel =>
        {
            for (var deaths = 0; deaths < 50 && await channel.BasicGetAsync(Broker.Queue, autoAck: false) is { } message; deaths++)
                await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true);
            return true;
        });

        Assert.That(await Broker.DeadLettersAsync(1), Has.Count.EqualTo(1));
        var api = await StartConsumingAsync();
        await PutBackAsync();
        await AcknowledgedAsync(api, "stored");

        Task<uint> ConsumersAsync() => Broker.WithChannelAsync(channel => channel.ConsumerCountAsync(Broker.Queue));
    }

    private Task<bool> PutBackAsync() => Broker.WithChannelAsync(async channel =>
    {
        var letter = await channel.BasicGetAsync(Broker.DeadLetterQueue, autoAck: true);
        await channel.BasicPublishAsync("", Broker.Queue, mandatory: true, new BasicProperties(letter!.BasicProperties), letter.Body);
        return true;
    });
}
