using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Snackable.Application.Ingestion;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Ingestion;

public sealed class FileIngestionTests : IAsyncDisposable
{
    private readonly FileId _fileId = MediaFiles.NewId();
    private readonly IProcessingApi _processingApi = Substitute.For<IProcessingApi>();
    private readonly IFileStore _store = Substitute.For<IFileStore>();
    private readonly ServiceProvider _services;
    private readonly FileIngestion _ingestion;

    public FileIngestionTests()
    {
        _services = ApplicationUnderTest.Compose(_processingApi, _store, new FakeTimeProvider(MediaFiles.Noon));
        _ingestion = _services.GetRequiredService<FileIngestion>();
        _processingApi.GetPageAsync(default, default).ReturnsForAnyArgs(new ListPage(0, []));
        _processingApi.GetDetailsAsync(_fileId, Arg.Any<CancellationToken>()).Returns(MediaFiles.Details(_fileId));
        _processingApi.GetSegmentsAsync(_fileId, Arg.Any<CancellationToken>()).Returns(MediaFiles.Segments(_fileId));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Test]
    public async Task Ingest_FinishedFile_StoresTheMergeAndReturnsIt()
    {
        List(ProcessingStatus.Finished);
        var merged = MediaFiles.Finished(_fileId);

        var file = await _ingestion.IngestAsync(_fileId, CancellationToken.None);

        MediaFiles.AssertEqual(file, merged);
        await _store.Received(1).SaveAsync(file, Arg.Any<CancellationToken>());
    }

    [Test]
    public async Task Ingest_AnotherVersionStoredMeanwhile_ReturnsThatOne()
    {
        List(ProcessingStatus.Finished);
        var other = MediaFiles.Finished(_fileId).With(details => details with { FileName = "somebody else's.wav" });
        _store.SaveAsync(default!, default).ReturnsForAnyArgs(SaveOutcome.Superseded);
        _store.FindAsync(_fileId, Arg.Any<CancellationToken>()).Returns((MediaFile?)null, other);

        var ingested = await _ingestion.IngestAsync(_fileId, CancellationToken.None);

        Assert.That(ingested, Is.SameAs(other));
    }

    [Test]
    public async Task Ingest_StoreCannotTakeTheFile_SaysThatItIsNotStoredAndHasItAllTheSame()
    {
        List(ProcessingStatus.Finished);
        _store.SaveAsync(default!, default).ThrowsAsyncForAnyArgs(new FileStoreException("The disk is full."));

        var failure = await Assert.ThrowsAsync<FileStoreException>(() => _ingestion.IngestAsync(_fileId, CancellationToken.None));

        Assert.That(failure?.Message, Is.EqualTo("The disk is full."));
        MediaFiles.AssertEqual(failure!.File, MediaFiles.Finished(_fileId));
    }

    [Test]
    public async Task Ingest_CallerHasLeft_BeginsNothing()
    {
        List(ProcessingStatus.Finished);

        await Assert.ThrowsAsync<OperationCanceledException>(() => _ingestion.IngestAsync(_fileId, new CancellationToken(canceled: true)));

        Assert.That(_processingApi.ReceivedCalls(), Is.Empty);
    }

    [Test]
    public void Ingest_OnePartFails_FailsWithoutWaitingForTheOtherAndStoresNothing()
    {
        List(ProcessingStatus.Finished);
        var failure = new ProcessingApiException(IngestionFailure.Unavailable, "Down.");
        _processingApi.GetDetailsAsync(_fileId, Arg.Any<CancellationToken>()).ThrowsAsync(failure);
        _processingApi.GetSegmentsAsync(_fileId, Arg.Any<CancellationToken>()).Returns(call => NeverAsync(call.Arg<CancellationToken>()));

        Assert.That(() => _ingestion.IngestAsync(_fileId, CancellationToken.None), Throws.Exception.SameAs(failure));
        _store.DidNotReceiveWithAnyArgs().SaveAsync(default!, default);
    }

    [Test]
    public void Ingest_ListedAsFinishedAndNowhereElse_SaysThatTheProcessingApiIsWrong()
    {
        List(ProcessingStatus.Finished);
        _processingApi.GetSegmentsAsync(_fileId, Arg.Any<CancellationToken>()).Returns((IReadOnlyList<Segment>?)null);

        Assert.That(
            () => _ingestion.IngestAsync(_fileId, CancellationToken.None),
            Throws.TypeOf<ProcessingApiException>().With.Property(nameof(ProcessingApiException.Failure)).EqualTo(IngestionFailure.Invalid));
        _processingApi.Received(2).GetDetailsAsync(_fileId, Arg.Any<CancellationToken>());
    }

    private void List(ProcessingStatus status) => _processingApi
        .GetPageAsync(0, Arg.Any<CancellationToken>())
        .Returns(new ListPage(1, [new ListedFile(_fileId, status, 0)]));

    private static async Task<IReadOnlyList<Segment>?> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return null;
    }
}
