using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Infrastructure.Messaging.Consuming;
using Snackable.Tests.Builders;

namespace Snackable.Tests.Infrastructure.Messaging.Consuming;

public sealed class VerdictTests
{
    private static readonly FileId Id = MediaFiles.NewId();

    private static readonly Exception[] Passing =
    [
        new ProcessingApiException(IngestionFailure.Unavailable, "Down."),
        new ProcessingApiException(IngestionFailure.Timeout, "Slow."),
        new ProcessingApiException(IngestionFailure.Overloaded, "Full."),
        new FileStoreException("Unavailable."),
        new FileStoreException("Unavailable."),
        new MediaFileNotFinishedException(Id, ProcessingStatus.Processing),
        new InvalidOperationException("A defect."),
    ];

    private static readonly Exception[] Invalid =
    [
        new ProcessingApiException(IngestionFailure.Invalid, "Oops."),
        new InvalidMediaFileException(Id, "it is another's"),
    ];

    private static readonly Exception[] Final =
    [
        new MediaFileNotFoundException(Id),
        new FileStoreException("Too large.") { IsPermanent = true },
    ];

    [TestCaseSource(nameof(Passing))]
    public void On_WhatMayPass_RetriesForever(Exception failure)
    {
        Assert.That(Verdict.On(failure, 1), Is.EqualTo(new Verdict(MessageOutcome.Retried, failure.Message)));
        Assert.That(Verdict.On(failure, int.MaxValue).Outcome, Is.EqualTo(MessageOutcome.Retried));
    }

    [TestCaseSource(nameof(Invalid))]
    public void On_InvalidAnswer_RetriesSevenTimes(Exception failure)
    {
        Assert.That(Verdict.On(failure, 7).Outcome, Is.EqualTo(MessageOutcome.Retried));
        Assert.That(Verdict.On(failure, 8), Is.EqualTo(new Verdict(MessageOutcome.DeadLettered, $"{failure.Message} (8 attempts)")));
    }

    [TestCaseSource(nameof(Final))]
    public void On_WhatCannotEverWork_GivesUpAtOnce(Exception failure) =>
        Assert.That(Verdict.On(failure, 1), Is.EqualTo(new Verdict(MessageOutcome.DeadLettered, failure.Message)));
}
