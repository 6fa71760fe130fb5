using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Snackable.Application.Files;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Files;

public sealed class GetFileTests : IAsyncDisposable
{
    private readonly FileId _fileId = MediaFiles.NewId();
    private readonly IProcessingApi _processingApi = Substitute.For<IProcessingApi>();
    private readonly IFileStore _store = Substitute.For<IFileStore>();
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);
    private readonly ServiceProvider _services;

    public GetFileTests() => _services = ApplicationUnderTest.Compose(_processingApi, _store, _clock);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Test]
    public async Task Handle_StoredFile_AnswersItWithoutAskingTheProcessingApi()
    {
        var file = MediaFiles.Finished(_fileId);
        _store.FindAsync(_fileId, Arg.Any<CancellationToken>()).Returns(file);

        var response = await SendAsync(_fileId);

        Assert.That(response.FileId, Is.EqualTo(_fileId.Value));
        Assert.That(response.OriginalFilepath, Is.EqualTo(file.Details.OriginalFilePath));
        Assert.That(response.Segments.Select(segment => segment.SegmentText), Is.EqualTo(file.Segments.Select(segment => segment.SegmentText)));
        Assert.That(_processingApi.ReceivedCalls(), Is.Empty);
    }

    [Test]
    public async Task Handle_StoreDown_AsksTheProcessingApiInstead()
    {
        _store.FindAsync(default, default).ThrowsAsyncForAnyArgs(new FileStoreException("Down."));
        _store.SaveAsync(default!, default).ThrowsAsyncForAnyArgs(new FileStoreException("Down."));
        _processingApi.GetPageAsync(default, default).ReturnsForAnyArgs(new ListPage(0, []));
        _processingApi.GetPageAsync(0, Arg.Any<CancellationToken>()).Returns(new ListPage(1, [new ListedFile(_fileId, ProcessingStatus.Finished, 0)]));
        _processingApi.GetDetailsAsync(_fileId, Arg.Any<CancellationToken>()).Returns(MediaFiles.Details(_fileId));
        _processingApi.GetSegmentsAsync(_fileId, Arg.Any<CancellationToken>()).Returns(MediaFiles.Segments(_fileId));

        Assert.That((await SendAsync(_fileId)).FileId, Is.EqualTo(_fileId.Value));
    }

    [Test]
    public async Task Handle_NobodyAnswers_GivesUpAtTheDeadline()
    {
        var asked = new TaskCompletionSource();
        _processingApi.GetPageAsync(default, default).ReturnsForAnyArgs(async call =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, call.Arg<CancellationToken>());
            return new ListPage(0, []);
        });

        var response = SendAsync(_fileId);
        await asked.Task;
        _clock.Advance(TimeSpan.FromSeconds(8));

        Assert.That(
            () => response,
            Throws.TypeOf<ProcessingApiException>().With.Property(nameof(ProcessingApiException.Failure)).EqualTo(IngestionFailure.Timeout));
    }

    private async Task<FileResponse> SendAsync(FileId fileId)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GetFileQuery(fileId));
    }
}
