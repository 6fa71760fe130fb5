using Microsoft.Extensions.Time.Testing;
using Snackable.Application.Ingestion;
using Snackable.Domain;
using Snackable.Tests.Builders;

namespace Snackable.Tests.Application.Ingestion;

public sealed class FailureMemoryTests
{
    private readonly FileId _fileId = MediaFiles.NewId();
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);
    private readonly FailureMemory _failures;

    public FailureMemoryTests() => _failures = new FailureMemory(_clock);

    [Test]
    public void Find_FailedAgainAndAgain_RemembersForTwiceAsLongUpToAMinute()
    {
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            _failures.Remember(_fileId, "Broken.");
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.That(_failures.Find(_fileId), Is.EqualTo("Broken."), $"within {seconds} s");
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.That(_failures.Find(_fileId), Is.Null, $"after {seconds} s");
        }
    }

    [Test]
    public void Forget_RememberedFile_BeginsAfresh()
    {
        _failures.Remember(_fileId, "Broken.");
        _failures.Remember(_fileId, "Broken.");
        _failures.Forget(_fileId);
        Assert.That(_failures.Find(_fileId), Is.Null);

        _failures.Remember(_fileId, "Broken.");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(_failures.Find(_fileId), Is.Null);
    }

    [Test]
    public void Remember_MoreFilesThanThereIsRoomFor_ForgetsTheOldest()
    {
        _failures.Remember(_fileId, "Broken.");
        for (var number = 1; number < FailureMemory.Capacity; number++)
            _failures.Remember(MediaFiles.NewId(), "Broken.");
        Assert.That(_failures.Find(_fileId), Is.Not.Null);

        _failures.Remember(MediaFiles.NewId(), "Broken.");

        Assert.That(_failures.Find(_fileId), Is.Null);
    }

    [Test]
    public void Remember_ForgottenAndFailedAgain_IsNotTakenForTheOldest()
    {
        _failures.Remember(_fileId, "Broken.");
        _failures.Forget(_fileId);
        _failures.Remember(_fileId, "Broken.");

        for (var number = 2; number < FailureMemory.Capacity; number++)
            _failures.Remember(MediaFiles.NewId(), "Broken.");

        Assert.That(_failures.Find(_fileId), Is.Not.Null);
    }
}
