using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Snackable.Application.ProcessingApi;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Errors;

/// <summary>Every error is problem details, also those that no controller has a hand in.</summary>
public sealed class ProblemTests : ApiTests
{
    [TestCase("/nothing/here")]
    [TestCase("/api/presentation/files")]
    public async Task Get_UnknownAddress_Answers404AsAProblem(string path)
    {
        var api = await StartApiAsync();

        var response = await api.Client.GetAsync(path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        var problem = await ReadJsonAsync(response);
        Assert.That((string?)problem["type"], Is.EqualTo("about:blank"));
        Assert.That((string?)problem["instance"], Is.EqualTo(path));
        Assert.That((string?)problem["traceId"], Is.Not.Empty);
    }

    [Test]
    public async Task Post_File_Answers405AsAProblemWithTheMethodsThatWork()
    {
        var api = await StartApiAsync();

        var response = await api.Client.PostAsync($"/api/presentation/files/{SandboxFiles.Finished}", content: null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(response.Content.Headers.Allow, Is.EquivalentTo(new[] { "GET", "HEAD" }));
    }

    [TestCase("text/html")]
    [TestCase("application/xml")]
    [TestCase("image/png")]
    public async Task Get_ClientThatAcceptsNoJson_IsToldTheProblemAllTheSame(string accept)
    {
        var api = await StartApiAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/presentation/files/{SandboxFiles.Unknown}");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        await AssertProblemAsync(await api.Client.SendAsync(request), HttpStatusCode.NotFound, "file-not-found");
    }

    [Test]
    public async Task Get_DefectOfOurs_Answers500AndTellsTheLogAloneWhatItIs()
    {
        var processingApi = Substitute.For<IProcessingApi>();
        processingApi.GetPageAsync(default, default).ThrowsAsyncForAnyArgs(new InvalidOperationException("the secret of the house"));
        var api = await StartApiAsync(substitute: services => services.AddSingleton(processingApi));

        var response = await api.GetFileAsync(SandboxFiles.Finished);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(body, Does.Not.Contain("secret").And.Not.Contain("InvalidOperation").And.Not.Contain("   at "));
        Assert.That(api.Log.Errors.Select(entry => entry.Exception?.Message), Has.Some.Contains("the secret of the house"));
    }

    [Test]
    public async Task Get_CallerWithATrace_HasCallsAndProblemsBelongToIt()
    {
        const string traceId = "0af7651916cd43dd8448eb211c80319c";
        var (header, value) = ("traceparent", $"00-{traceId}-b7ad6b7169203331-01");
        var api = await StartApiAsync();

        await api.SendAsync(HttpMethod.Get, SandboxFiles.Finished, (header, value));
        var unknown = await api.SendAsync(HttpMethod.Get, SandboxFiles.Unknown, (header, value));

        Assert.That(TracesOfFetches, Has.Count.EqualTo(2).And.All.StartsWith($"00-{traceId}-"));
        var problem = await AssertProblemAsync(unknown, HttpStatusCode.NotFound, "file-not-found");
        Assert.That((string?)problem["traceId"], Does.StartWith($"00-{traceId}-"));
    }

    [TestCase(null)]
    [TestCase("bananas")]
    public async Task Get_CallerWithoutATrace_GetsOne(string? traceParent)
    {
        var api = await StartApiAsync();
        var problem = await ReadJsonAsync(
            await api.SendAsync(HttpMethod.Get, SandboxFiles.Unknown, traceParent is null ? [] : [("traceparent", traceParent)]));

        Assert.That(ActivityContext.TryParse((string?)problem["traceId"], traceState: null, out _), Is.True, (string?)problem["traceId"]);
    }

    [Test]
    public async Task Get_FileWhileTheProcessingApiIsDown_IsInTheLogUnderTheTraceIdThatTheClientGot()
    {
        await using var program = StartProgram(new Dictionary<string, string> { ["PROCESSING_API_HOST"] = "http://127.0.0.1:1" });
        using var client = new HttpClient { BaseAddress = program.WaitForAddress() };

        var response = await client.GetAsync($"/api/presentation/files/{SandboxFiles.Finished}");

        var problem = await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable, "processing-api-unavailable");
        var trace = ActivityContext.Parse((string)problem["traceId"]!, traceState: null).TraceId.ToString();
        Assert.That(() => program.Output, Does.Contain(trace).After(10_000, 25));
    }

    [Test]
    public async Task Get_ExpectedProblem_LogsNoError()
    {
        var api = await StartApiAsync();

        await api.GetFileAsync("42");
        await api.GetFileAsync(SandboxFiles.Unknown);
        await api.GetFileAsync(SandboxFiles.Failed);

        Assert.That(api.Log.Errors, Is.Empty);
    }
}
