using System.Net;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Snackable.Application.Ingestion;
using Snackable.Domain;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Ingestion;

/// <summary>A file that is listed as finished and whose parts can't be used costs upstream calls now and then, not with each request.</summary>
public sealed class BrokenFileTests : ApiTests
{
    private readonly ShiftedClock _clock = new();

    [TestCase(404)]
    [TestCase(400)]
    public async Task Get_DetailsStayBroken_AnswersTheSameProblemWithoutACall(int status)
    {
        var api = await StartShiftedAsync();
        ProcessingApi.Faults.Add(call => call.Kind is CallKind.Details, Fault.Status(status));
        var first = await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Finished), HttpStatusCode.BadGateway, "processing-api-invalid");
        await api.ScansEndedAsync();
        ProcessingApi.Calls.Reset();

        for (var request = 0; request < 20; request++)
        {
            var problem = await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Finished), HttpStatusCode.BadGateway, "processing-api-invalid");
            Assert.That((string?)problem["detail"], Is.EqualTo((string?)first["detail"]));
        }

        Assert.That(ProcessingApi.Calls.Total, Is.Zero);
    }

    [Test]
    public async Task Get_DetailsMendedMeanwhile_AnswersASecondLater()
    {
        var api = await StartShiftedAsync();
        ProcessingApi.Faults.Add(call => call.Kind is CallKind.Details, Fault.Foreign, times: 1);
        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Finished), HttpStatusCode.BadGateway, "processing-api-invalid");

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Get_ToldThatTheFileHasChanged_AsksAgainAtOnce(bool isUpdate)
    {
        var api = await StartShiftedAsync();
        ProcessingApi.Faults.Add(call => call.Kind is CallKind.Details, Fault.Foreign, times: 1);
        await AssertProblemAsync(await api.GetFileAsync(SandboxFiles.Finished), HttpStatusCode.BadGateway, "processing-api-invalid");
        var fileId = new FileId(SandboxFiles.Finished);

        await using var scope = api.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>()
            .Send(isUpdate ? new UpdateFileCommand(fileId, ProcessingStatus.Finished) : (IRequest)new IngestFileCommand(fileId));

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private Task<ApiHost> StartShiftedAsync() => StartApiAsync(substitute: services => services.AddSingleton<TimeProvider>(_clock));
}
