using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Snackable.Application.Files;
using Snackable.Tests.Builders;

namespace Snackable.Tests.Application.Files;

public sealed class StoredFilesTests
{
    [Test]
    public async Task Keep_DeadlinePassesMeanwhile_ReturnsTheFileAllTheSame()
    {
        var store = Substitute.For<IFileStore>();
        store.SaveAsync(default!, default).ThrowsAsyncForAnyArgs(new OperationCanceledException());
        var file = MediaFiles.Finished();

        var kept = await new StoredFiles(store, NullLogger<StoredFiles>.Instance).KeepAsync(file, new CancellationToken(canceled: true));

        Assert.That(kept, Is.SameAs(file));
    }
}
