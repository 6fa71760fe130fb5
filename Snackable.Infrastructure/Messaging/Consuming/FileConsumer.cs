using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Snackable.Infrastructure.Messaging.Connection;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>
/// Consumes messages about files on one connection. A message is acknowledged once its file is stored, or once the message is safe in
/// another queue: whatever fails before that, the broker delivers it again.
/// </summary>
internal sealed partial class FileConsumer(
    BrokerConnection connection, Topology topology, FileMessageHandler handler, MessageMetrics metrics, ILogger<FileConsumer> logger)
    : AsyncDefaultBasicConsumer(connection.Consuming), IDisposable
{
    // For the broker's answer to the cancellation, and for canceled work to end: both take no time unless the broker is slow.
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ConfirmationTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterARefusal = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _giveUp = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private string _tag = "";

    // The messages in hand, and one for the consumer itself until it is stopped.
    private int _inHand = 1;

    /// <summary>Starts to consume.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) =>
        _tag = await Channel.BasicConsumeAsync(topology.Queue, autoAck: false, this, cancellationToken);

    /// <summary>Takes no more messages, and finishes those in hand.</summary>
    /// <param name="timeout">How long those in hand may take; then they are canceled, and stay in the queue.</param>
    public async Task StopAsync(TimeSpan timeout)
    {
        _stopping = true;
        Log.Stopping(logger, Volatile.Read(ref _inHand) - 1);
        if (Channel.IsOpen)
            await Channel.BasicCancelAsync(_tag, noWait: true).WaitAsync(CancelTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Release();
        await _drained.Task.WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _giveUp.CancelAsync();
        await _drained.Task.WaitAsync(CancelTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public void Dispose() => _giveUp.Dispose();

    /// <inheritdoc />
    public override async Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _inHand);
        try
        {
            if (!_stopping)
                await HandleAsync(new Delivery(deliveryTag, routingKey, properties, body));
        }
        catch (Exception) when (_giveUp.IsCancellationRequested)
        {
            Log.GivenUp(logger, properties.MessageId);
        }
        catch (Exception exception)
        {
            // The message was not sent on or acknowledged: the broker delivers it again on a new connection.
            Log.ConnectionUnusable(logger, exception.GetType().Name);
            connection.End("The broker did not take a message.");
        }
        finally
        {
            Release();
        }
    }

    /// <summary>The broker ends the consumer, for example when its queue is deleted.</summary>
    protected override Task OnCancelAsync(string[] consumerTags, CancellationToken cancellationToken = default)
    {
        if (!_stopping)
            connection.End("The broker has ended the consumer.");
        return base.OnCancelAsync(consumerTags, cancellationToken);
    }

    private async Task HandleAsync(Delivery delivery)
    {
        using var trace = MessageTrace.Start(delivery);
        var verdict = await handler.HandleAsync(delivery, _giveUp.Token);
        if (verdict.Outcome is MessageOutcome.Retried)
            await SendOnAsync(topology.Retry(delivery.Attempt), delivery.ToRetry(verdict.Reason), delivery.Body);
        if (verdict.Outcome is MessageOutcome.DeadLettered)
            await SendOnAsync(topology.DeadLetters, delivery.ToDeadLetter(verdict.Reason), delivery.Body);
        await Channel.BasicAckAsync(delivery.Tag, multiple: false);
        metrics.Acknowledged(verdict.Outcome);
    }

    // A queue that is full or has no leader refuses the message: publish it again after a pause. A new connection would not help, and would
    // count against the delivery limit of every message in hand. It helps only if the queue is gone (IsReturn): it is declared again then.
    private async Task SendOnAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        while (true)
        {
            try
            {
                await ConfirmedAsync(connection.PublishAsync(exchange: "", queue, mandatory: true, properties, body));
                return;
            }
            catch (PublishException exception) when (!exception.IsReturn && connection.Publishing.IsOpen)
            {
                Log.Refused(logger, queue);
                await Task.Delay(PauseAfterARefusal, _giveUp.Token);
            }
        }
    }

    private async Task ConfirmedAsync(Task publishing)
    {
        while (true)
        {
            var wasBlocked = connection.Blocked is not null;
            try
            {
                await publishing.WaitAsync(ConfirmationTimeout, _giveUp.Token);
                return;
            }
            catch (TimeoutException) when (!publishing.IsCompleted && (wasBlocked || connection.Blocked is not null))
            {
                // A broker that is short of memory or disk blocks publishing. It confirms once it has enough: go on waiting.
            }
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _inHand) == 0)
            _drained.TrySetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Taking no more messages; {InHand} are in hand")]
        public static partial void Stopping(ILogger logger, int inHand);

        [LoggerMessage(2, LogLevel.Information, "Message {MessageId} is given up, and stays in the queue")]
        public static partial void GivenUp(ILogger logger, string? messageId);

        [LoggerMessage(3, LogLevel.Warning, "A message could not be sent on or acknowledged ({Failure}); the connection is made anew")]
        public static partial void ConnectionUnusable(ILogger logger, string failure);

        [LoggerMessage(4, LogLevel.Warning, "The broker refuses a message for {Queue}; it stays in hand and is offered again")]
        public static partial void Refused(ILogger logger, string queue);
    }
}
