using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Storage;

public sealed class StoredFilesTests
{
    [Test]
    public async Task Save_DeadlinePassesMeanwhile_HasTheFileAllTheSame()
    {
        var store = Substitute.For<IFileStore>();
        store.SaveAsync(default!, default).ThrowsAsyncForAnyArgs(new OperationCanceledException());
        await using var services = ApplicationUnderTest.Compose(Substitute.For<IProcessingApi>(), store, new FakeTimeProvider());
        var file = MediaFiles.Finished();

        var failure = await Assert.ThrowsAsync<FileStoreException>(() =>
            services.GetRequiredService<StoredFiles>().SaveAsync(file, isUpdate: false, new CancellationToken(canceled: true)));

        Assert.That(failure?.File, Is.SameAs(file));
    }

    [Test]
    public async Task FindAndSave_AdapterHasADefect_GoOnAsWithoutAStore()
    {
        var store = Substitute.For<IFileStore>();
        store.FindAsync(default, default).ThrowsAsyncForAnyArgs(new ArgumentNullException());
        store.SaveAsync(default!, default).ThrowsAsyncForAnyArgs(new ArgumentNullException());
        await using var services = ApplicationUnderTest.Compose(Substitute.For<IProcessingApi>(), store, new FakeTimeProvider());
        var (stored, file) = (services.GetRequiredService<StoredFiles>(), MediaFiles.Finished());

        Assert.That(await stored.FindAsync(file.FileId, CancellationToken.None), Is.Null);
        var failure = await Assert.ThrowsAsync<FileStoreException>(() => stored.SaveAsync(file, isUpdate: false, CancellationToken.None));

        Assert.That(failure?.File, Is.SameAs(file));
        await stored.DisposeAsync();
        Assert.That(services.GetRequiredService<RecordedLog>().Errors.Count(), Is.EqualTo(2), "a defect is not hidden, and not tried again");
        await store.ReceivedWithAnyArgs(1).SaveAsync(default!, default);
    }
}
