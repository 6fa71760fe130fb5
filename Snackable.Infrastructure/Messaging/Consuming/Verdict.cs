using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Infrastructure.Messaging.Consuming;

/// <summary>What becomes of a message.</summary>
/// <param name="Outcome">Which way it goes.</param>
/// <param name="Reason">Why it is retried or dead-lettered; empty otherwise.</param>
public sealed record Verdict(MessageOutcome Outcome, string Reason = "")
{
    // About nine minutes: enough for a short fault. What is still invalid then stays so until the processing API is corrected.
    private const int MaxAttemptsAtInvalid = 8;

    /// <summary>Decides about a message that failed.</summary>
    /// <param name="failure">What it failed with.</param>
    /// <param name="attempt">Which attempt that was, from 1.</param>
    public static Verdict On(Exception failure, int attempt) => failure switch
    {
        InvalidMessageException => DeadLetter(failure.Message),
        IngestionException ingestion => On(ingestion, attempt),
        _ => Retry(failure),
    };

    /// <summary>Whether the use cases document the failure; any other is a defect of ours.</summary>
    public static bool IsExpected(Exception failure) => failure is InvalidMessageException or IngestionException;

    private static Verdict On(IngestionException failure, int attempt) => failure.Failure switch
    {
        IngestionFailure.NotFound => DeadLetter(failure.Message),
        IngestionFailure.Invalid when attempt >= MaxAttemptsAtInvalid => DeadLetter($"{failure.Message} ({attempt} attempts)"),
        IngestionFailure.NotStored when failure is FileStoreException { IsPermanent: true } => DeadLetter(failure.Message),
        IngestionFailure.NotFinished or IngestionFailure.Invalid or IngestionFailure.Unavailable or IngestionFailure.Timeout
            or IngestionFailure.Overloaded or IngestionFailure.NotStored => Retry(failure),
    };

    private static Verdict DeadLetter(string reason) => new(MessageOutcome.DeadLettered, reason);

    private static Verdict Retry(Exception failure) => new(MessageOutcome.Retried, failure.Message);
}

/// <summary>The ways that a message can go.</summary>
public enum MessageOutcome
{
    /// <summary>Its file is stored, by it or before it.</summary>
    Stored,

    /// <summary>The catalog knows what it says.</summary>
    Learned,

    /// <summary>It waits in a retry queue.</summary>
    Retried,

    /// <summary>It lies in the dead-letter queue.</summary>
    DeadLettered,
}
