using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Snackable.Application.Concurrency;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Files;

public sealed class StoredFilesTests
{
    [Test]
    public async Task Keep_DeadlinePassesMeanwhile_ReturnsTheFileAllTheSame()
    {
        var store = Substitute.For<IFileStore>();
        store.SaveAsync(default!, default).ThrowsAsyncForAnyArgs(new OperationCanceledException());
        await using var services = ApplicationUnderTest.Compose(Substitute.For<IProcessingApi>(), store, new FakeTimeProvider());
        var file = MediaFiles.Finished();

        var kept = await services.GetRequiredService<StoredFiles>().KeepAsync(file, WorkKind.Fill, new CancellationToken(canceled: true));

        Assert.That(kept.File, Is.SameAs(file));
        Assert.That(kept.IsStored, Is.False);
    }
}
