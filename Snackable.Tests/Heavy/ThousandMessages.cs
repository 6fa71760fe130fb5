using System.Net;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Heavy;

/// <summary>1,000 messages, every 50th of them poison, and something that is killed in the middle of them: nothing is lost, nothing is left.</summary>
public abstract class ThousandMessages : MessageTests
{
    private const int Messages = 1000;
    private const int PoisonEvery = 50;

    // Where the kill comes: far from both ends, and from the next poison.
    private const int FilesLetThrough = 300;

    // Each message in hand waits for its details and its segments.
    private const int CallsHeld = 2 * 16;

    private readonly List<string> _poison = [];

    /// <summary>Files whose messages are published.</summary>
    protected IReadOnlyList<Guid> Announced { get; private set; } = [];

    /// <summary>Fills the queue, which is there since an earlier run, and holds the processing API up after some of the messages.</summary>
    private protected async Task PublishAsync()
    {
        await (await StartConsumingAsync(Unhurried)).StopAsync();
        Announced = [.. Enumerable.Range(0, Messages).Where(number => !IsPoison(number)).Select(Id)];
        ProcessingApi.Files.Replace(Announced.Select((fileId, index) => SandboxFiles.Create(100 + index, SandboxStatus.Finished, 20, fileId)));
        var held = Announced.Skip(FilesLetThrough).ToHashSet();
        ProcessingApi.Gate.Close(call => call.FileId is { } fileId && held.Contains(fileId));
        for (var number = 0; number < Messages; number++)
            await (IsPoison(number) ? PublishPoisonAsync(number) : Broker.PublishFileAsync(Finished, Id(number)));
    }

    /// <summary>Completes in the middle: all messages in hand wait for the processing API.</summary>
    private protected Task InTheMiddleAsync() => ProcessingApi.Gate.WaitForAsync(CallsHeld);

    /// <summary>Waits until nothing is left to do, and asserts that all was done.</summary>
    /// <param name="api">Consumes, and is ended: what it had in hand would be back in its queue by then.</param>
    private protected async Task AssertAllDoneAsync(ApiHost api)
    {
        await Assert.ThatAsync(WaitingAsync, Is.Zero.After(60_000, 100));
        await api.StopAsync();

        Assert.That(await WaitingAsync(), Is.Zero);
        var dead = await Broker.PeekAsync(Broker.DeadLetterQueue);
        Assert.That(dead.Select(message => message.MessageId), Is.EquivalentTo(_poison));
        await AssertStoredAsync();
    }

    private async Task<long> WaitingAsync()
    {
        long waiting = 0;
        foreach (var queue in Broker.RetryQueues.Append(Broker.Queue))
            waiting += await Broker.CountAsync(queue);
        return waiting;
    }

    // Without a processing API only the store can answer.
    private async Task AssertStoredAsync()
    {
        await ProcessingApi.StopAsync();
        var api = await StartApiAsync();
        foreach (var fileId in Announced)
        {
            using var response = await api.GetFileAsync(fileId);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{fileId}");
        }
    }

    private Task PublishPoisonAsync(int number)
    {
        _poison.Add($"poison-{number}");
        return (number / PoisonEvery % 3) switch
        {
            0 => Broker.PublishAsync(Finished, "{", _poison[^1]),
            1 => Broker.PublishAsync(Finished, """{ "fileId": "no-id", "processingStatus": "FINISHED", "occurredAt": "2026-11-23T10:00:00Z" }""", _poison[^1]),
            _ => Broker.PublishFileAsync(Finished, SandboxFiles.Unknown, messageId: _poison[^1]),
        };
    }

    private static bool IsPoison(int number) => number % PoisonEvery == PoisonEvery / 2;

    private static Guid Id(int number) => new(number + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
