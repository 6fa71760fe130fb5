using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Snackable.Application.Ingestion;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>Executes the command of a message in a scope of its own, and decides what becomes of the message.</summary>
internal sealed partial class FileMessageHandler(IServiceScopeFactory scopes, ILogger<FileMessageHandler> logger)
{
    /// <summary>Returns once the message's file is stored, or the attempt has failed.</summary>
    /// <exception cref="OperationCanceledException">The token ended it; the message stays in the queue.</exception>
    public async Task<Verdict> HandleAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var command = FileMessage.Read(delivery.Body).ToCommand(delivery.RoutingKey);
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancellationToken);
            return new Verdict(command is LearnFileStatusCommand ? MessageOutcome.Learned : MessageOutcome.Stored);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var verdict = Verdict.On(exception, delivery.Attempt);
            if (!Verdict.IsExpected(exception))
                Log.Defect(logger, exception, delivery.MessageId);
            else if (verdict.Outcome is MessageOutcome.DeadLettered)
                Log.DeadLettered(logger, delivery.MessageId, verdict.Reason);
            else
                Log.Retried(logger, delivery.MessageId, delivery.Attempt, verdict.Reason);
            return verdict;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Message {MessageId} comes back later, after attempt {Attempt}: {Reason}")]
        public static partial void Retried(ILogger logger, string? messageId, int attempt, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Message {MessageId} goes to the dead-letter queue: {Reason}")]
        public static partial void DeadLettered(ILogger logger, string? messageId, string reason);

        [LoggerMessage(3, LogLevel.Error, "Message {MessageId} failed on a defect, and comes back later")]
        public static partial void Defect(ILogger logger, Exception exception, string? messageId);
    }
}
