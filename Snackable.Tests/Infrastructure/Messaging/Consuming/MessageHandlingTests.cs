using System.Net;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Snackable.Application.Ingestion;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Messaging.Consuming;

/// <summary>How messages are worked on: in whose trace, how many at once, together with whom.</summary>
public sealed class MessageHandlingTests : MessageTests
{
    [Test]
    public async Task Finished_WithMembersNobodyKnows_IgnoresThem()
    {
        var api = await StartConsumingAsync();

        await Broker.PublishAsync(
            Finished,
            $$"""
            { "mood": "merry", "fileId": "{{SandboxFiles.Finished}}", "processingStatus": "FINISHED", "occurredAt": "2026-11-23T10:00:00Z", "parts": [1] }
            """);

        await AcknowledgedAsync(api, "stored");
    }

    [Test]
    public async Task Finished_PublishedInATrace_CallsTheProcessingApiInThatTrace()
    {
        const string traceId = "0af7651916cd43dd8448eb211c80319c";
        var api = await StartConsumingAsync();

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished, traceParent: $"00-{traceId}-b7ad6b7169203331-01");
        await AcknowledgedAsync(api, "stored");

        Assert.That(TracesOfFetches, Has.Count.EqualTo(2).And.All.Contains(traceId));
    }

    [Test]
    public async Task Finished_WhileARequestFetchesTheFile_JoinsIt()
    {
        var api = await StartConsumingAsync();
        ProcessingApi.Gate.Close(call => call.Kind is CallKind.Details);
        var request = api.GetFileAsync(SandboxFiles.Finished);
        await ProcessingApi.Gate.WaitForAsync(1);

        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await api.Metrics.WaitForAsync("snackable.ingestions", "joined", 1);
        ProcessingApi.Gate.Open();
        await AcknowledgedAsync(api, "stored");

        Assert.That((await request).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Fetches, Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Finished_MoreThanTheBound_AreLeftInTheQueueMeanwhile()
    {
        ProcessingApi.Gate.Close(call => call.Kind is CallKind.Details);
        var api = await StartConsumingAsync(new Dictionary<string, string> { ["EVENT_CONCURRENCY"] = "2" });
        var files = ProcessingApi.Files.All.Where(file => file.ProcessingStatus == "FINISHED").Take(5).ToList();

        foreach (var file in files)
            await Broker.PublishFileAsync(Finished, file.FileId);
        await ProcessingApi.Gate.WaitForAsync(2);
        await Broker.WaitForCountAsync(Broker.Queue, 3);

        Assert.That((ProcessingApi.Gate.Waiting, ProcessingApi.Calls.Details), Is.EqualTo((2, 2)));
        Assert.That(api.Metrics.Count("snackable.messages", "stored"), Is.Zero);
        ProcessingApi.Gate.Open();
        await AcknowledgedAsync(api, "stored", 5);
    }

    [Test]
    public async Task Finished_SeveralMessages_HaveAScopeEach()
    {
        var scopes = new List<Scope>();
        var api = await StartApiAsync(Settings(Broker.Address), services =>
        {
            services.AddScoped<Scope>();
            services.AddScoped<IPipelineBehavior<IngestFileCommand, Unit>>(provider =>
            {
                lock (scopes)
                    scopes.Add(provider.GetRequiredService<Scope>());
                return new Passing();
            });
        });

        await HealthyAsync(api);
        await Broker.PublishFileAsync(Finished, SandboxFiles.Finished);
        await Broker.PublishFileAsync(Finished, SandboxFiles.WithoutTitle);
        await AcknowledgedAsync(api, "stored", 2);

        Assert.That(scopes, Is.Unique.And.Count.EqualTo(2));
        Assert.That(scopes.Select(scope => scope.IsOver), Has.All.True);
    }

    private sealed class Scope : IDisposable
    {
        public bool IsOver { get; private set; }

        public void Dispose() => IsOver = true;
    }

    private sealed class Passing : IPipelineBehavior<IngestFileCommand, Unit>
    {
        public Task<Unit> Handle(
            IngestFileCommand request,
            CancellationToken cancellationToken,
            RequestHandlerDelegate<Unit> next) => next();
    }
}
