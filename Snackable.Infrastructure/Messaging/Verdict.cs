using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Infrastructure.Messaging;

/// <summary>What becomes of a message.</summary>
/// <param name="Outcome">Which way it goes.</param>
/// <param name="Reason">Why it goes there, where that is not the way it should go.</param>
public sealed record Verdict(MessageOutcome Outcome, string Reason = "")
{
    // Nonsense is mostly mended by a new version of the processing API or not at all: nine minutes are enough for a short mishap.
    private const int MostAttemptsAtNonsense = 8;

    /// <summary>Decides about a message that failed.</summary>
    /// <param name="failure">What it failed with.</param>
    /// <param name="attempt">Which attempt that was, from 1.</param>
    public static Verdict On(Exception failure, int attempt) => failure switch
    {
        InvalidMessageException or MediaFileNotFoundException => new(MessageOutcome.DeadLettered, failure.Message),
        FileStoreException { IsPermanent: true } => new(MessageOutcome.DeadLettered, failure.Message),
        _ when IsNonsense(failure) && attempt >= MostAttemptsAtNonsense =>
            new(MessageOutcome.DeadLettered, $"{failure.Message} ({attempt} attempts)"),
        _ => new(MessageOutcome.Retried, failure.Message),
    };

    /// <summary>Whether a failure is one that the use cases tell of, as opposed to a defect of ours.</summary>
    public static bool IsExpected(Exception failure) => failure
        is InvalidMessageException
        or MediaFileNotFoundException
        or MediaFileNotFinishedException
        or FileStoreException
        or ProcessingApiException
        or InvalidMediaFileException;

    private static bool IsNonsense(Exception failure) =>
        failure is InvalidMediaFileException or ProcessingApiException { Failure: ProcessingApiFailure.Invalid };
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
