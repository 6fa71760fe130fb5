using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Snackable.Application.Storage;
using Snackable.Domain;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage;

/// <summary>What frontends get when the store fails, whatever it is made of.</summary>
public sealed class StoreFaultTests : ApiTests
{
    private readonly IFileStore _store = Substitute.For<IFileStore>();

    [Test]
    public async Task Get_StoreCanDoNothing_AnswersFromUpstreamEachTime()
    {
        _store.FindAsync(default, default).ThrowsAsyncForAnyArgs(new FileStoreException("Unavailable."));
        _store.SaveAsync(default!, default).ThrowsAsyncForAnyArgs(new FileStoreException("Unavailable."));
        var api = await StartApiAsync(substitute: services => services.AddSingleton(_store));

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        Assert.That(ProcessingApi.Calls.Details, Is.EqualTo(2));
        Assert.That(api.Log.Errors, Is.Empty);
    }

    [Test]
    public async Task Get_StoreNeverAnswers_KeepsTheDeadline()
    {
        _store.FindAsync(default, default).ReturnsForAnyArgs(call => NeverAsync(call.Arg<CancellationToken>()));
        var api = await StartApiAsync(
            new Dictionary<string, string> { ["UPSTREAM_DEADLINE_SECONDS"] = "0.5" }, services => services.AddSingleton(_store));
        var watch = Stopwatch.StartNew();

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var response = await api.GetFileAsync(SandboxFiles.Finished, timeout.Token);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    private static async Task<MediaFile?> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return null;
    }
}
