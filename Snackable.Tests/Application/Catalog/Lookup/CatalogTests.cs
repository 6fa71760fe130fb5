using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Application.Catalog.Lookup;

/// <summary>What finding a file costs: calls, as the stand-in counts them.</summary>
public sealed class CatalogTests : ApiTests
{
    private readonly FakeTimeProvider _clock = new(MediaFiles.Noon);

    [Test]
    public async Task Get_EveryFileOfALongListOneAfterAnother_ReadsTheListOnce()
    {
        Fill(1250);
        var api = await StartApiAsync(("MAX_PAGES", "250"));

        foreach (var file in ProcessingApi.Files.All.Take(1000).Reverse())
            Assert.That(await StatusAsync(api, file.FileId), Is.EqualTo(HttpStatusCode.OK));

        await api.ScansEndedAsync();
        Assert.That(ProcessingApi.Calls.Pages, Is.EqualTo(250));
        Assert.That((ProcessingApi.Calls.Details, ProcessingApi.Calls.Segments), Is.EqualTo((1000, 1000)));
    }

    [Test]
    public async Task Get_FileThatIsNotFinished_CostsOnePageAfterTheFreshnessWindowAndNoneInside()
    {
        var api = await StartApiAsync();
        await StatusAsync(api, SandboxFiles.Processing);
        await api.ScansEndedAsync();
        ProcessingApi.Calls.Reset();

        await StatusAsync(api, SandboxFiles.Processing);
        Assert.That(ProcessingApi.Calls.Total, Is.Zero);

        _clock.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => StatusAsync(api, SandboxFiles.Processing)));
        Assert.That(ProcessingApi.Calls.Total, Is.EqualTo(1));
    }

    [TestCase("FINISHED", HttpStatusCode.OK)]
    [TestCase("FAILED", HttpStatusCode.BadRequest)]
    public async Task Get_FileWhoseStatusChanged_AnswersWhatItsPageSaysNow(string status, HttpStatusCode expected)
    {
        var api = await StartApiAsync();
        Assert.That(await StatusAsync(api, SandboxFiles.Processing), Is.EqualTo(HttpStatusCode.BadRequest));
        ProcessingApi.Files.SetStatus(SandboxFiles.Processing, status);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That(await StatusAsync(api, SandboxFiles.Processing), Is.EqualTo(expected));
    }

    [Test]
    public async Task Get_UnknownIdsAsFastAsTheyCome_CostOneScanPerFreshnessWindow()
    {
        Fill(1000);
        var api = await StartApiAsync();

        for (var window = 1; window <= 2; window++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => StatusAsync(api, Guid.NewGuid())));
            Assert.That(answers, Has.All.EqualTo(HttpStatusCode.NotFound));
            await api.ScansEndedAsync(window);
            Assert.That(ProcessingApi.Calls.Pages, Is.LessThanOrEqualTo(201 * window));
            _clock.Advance(TimeSpan.FromSeconds(5));
        }
    }

    [Test]
    public async Task Get_OneUnknownIdEveryFiveSecondsForTenMinutes_BacksOff()
    {
        Fill(990);
        var api = await StartApiAsync();

        for (var ask = 1; ask <= 120; ask++)
        {
            Assert.That(await StatusAsync(api, Guid.NewGuid()), Is.EqualTo(HttpStatusCode.NotFound));
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.That(ProcessingApi.Calls.Pages, Is.LessThanOrEqualTo(3000));
    }

    [Test]
    public async Task Get_FileAppendedToAKnownList_CostsTwoPages()
    {
        Fill(900);
        var api = await StartApiAsync();
        await StatusAsync(api, SandboxFiles.Unknown);
        await api.ScansEndedAsync();
        var appended = SandboxFiles.Create(5000, "FINISHED", segments: 1);
        ProcessingApi.Files.Append(appended);
        _clock.Advance(TimeSpan.FromSeconds(5));
        ProcessingApi.Calls.Reset();

        Assert.That(await StatusAsync(api, appended.FileId), Is.EqualTo(HttpStatusCode.OK));

        await api.ScansEndedAsync(2);
        Assert.That(ProcessingApi.Calls.Pages, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task Get_ListedFileAfterARestart_CostsNoPage()
    {
        var first = await StartApiAsync();
        await StatusAsync(first, SandboxFiles.Unknown);
        await first.ScansEndedAsync();
        await first.DisposeAsync();
        ProcessingApi.Calls.Reset();

        var restarted = await StartApiAsync();

        Assert.That(await StatusAsync(restarted, SandboxFiles.WithoutTitle), Is.EqualTo(HttpStatusCode.OK));
        Assert.That((ProcessingApi.Calls.Pages, ProcessingApi.Calls.Details, ProcessingApi.Calls.Segments), Is.EqualTo((0, 1, 1)));
    }

    [Test]
    public async Task Get_AppendedFileAfterARestart_IsFoundAtTheKnownEnd()
    {
        var first = await StartApiAsync();
        await StatusAsync(first, SandboxFiles.Unknown);
        await first.ScansEndedAsync();
        await first.DisposeAsync();
        var appended = SandboxFiles.Create(5000, "FINISHED", segments: 1);
        ProcessingApi.Files.Append(appended);
        ProcessingApi.Calls.Reset();

        var restarted = await StartApiAsync();

        Assert.That(await StatusAsync(restarted, appended.FileId), Is.EqualTo(HttpStatusCode.OK));
        await restarted.ScansEndedAsync();
        Assert.That(ProcessingApi.Calls.Pages, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task Get_ListedFileWhileTheStoreIsGone_CostsNoPage()
    {
        var api = await StartApiAsync(("DB_CONNECTION_STRING", "Data Source=/nowhere/snackable.db"));
        await StatusAsync(api, SandboxFiles.Unknown);
        await api.ScansEndedAsync();
        ProcessingApi.Calls.Reset();

        Assert.That(await StatusAsync(api, SandboxFiles.Finished), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(api, SandboxFiles.Finished), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ProcessingApi.Calls.Pages, Is.Zero);
    }

    [Test]
    public async Task Get_TwoProcessesOnOneStore_BothAnswerRightly()
    {
        var (one, other) = (await StartApiAsync(), await StartApiAsync());

        var files = ProcessingApi.Files.All.Where(file => file.ProcessingStatus == "FINISHED").Select(file => file.FileId).ToList();
        var answers = await Task.WhenAll(files.SelectMany(fileId => new[] { StatusAsync(one, fileId), StatusAsync(other, fileId) }));

        Assert.That(answers, Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(one, SandboxFiles.Unknown), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync(other, SandboxFiles.Failed), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private void Fill(int count) =>
        ProcessingApi.Files.Replace(Enumerable.Range(0, count).Select(number => SandboxFiles.Create(number, "FINISHED", segments: 1)));

    private Task<ApiHost> StartApiAsync(params (string Name, string Value)[] settings) =>
        StartApiAsync(settings.ToDictionary(setting => setting.Name, setting => setting.Value), services => services.AddSingleton<TimeProvider>(_clock));

    private static async Task<HttpStatusCode> StatusAsync(ApiHost api, Guid fileId)
    {
        using var response = await api.GetFileAsync(fileId);
        return response.StatusCode;
    }
}
