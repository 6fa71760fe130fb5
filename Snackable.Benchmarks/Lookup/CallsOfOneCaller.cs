using System.Net;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Benchmarks.Lookup;

/// <summary>Counts the calls of look-ups that come one after another.</summary>
internal static class CallsOfOneCaller
{
    private const int Lookups = 1000;
    private const int LookupsOfEarlier = 20;

    private static readonly TimeSpan PastFreshness = TimeSpan.FromSeconds(6);

    public static async IAsyncEnumerable<Row> DistinctFilesAsync()
    {
        await using var stage = await Stage.StartAsync(files: 1250, maxPages: 250);
        var files = stage.Files()[..Lookups];
        foreach (var file in files)
            await stage.AskAsync(file);
        await stage.SettleAsync();
        var (pages, details, segments) = (stage.Calls.Pages, stage.Calls.Details, stage.Calls.Segments);

        stage.Calls.Reset();
        foreach (var file in files[..LookupsOfEarlier])
            await stage.Earlier.FindAsync(file);
        var earlier = stage.Calls.Pages;
        yield return new Row(
            "1,250 files, MAX_PAGES 250: 1,000 look-ups of distinct FINISHED files, one after another, from an empty store",
            "260 pages, 1 details + 1 segments each",
            $"{pages:n0} pages, {details:n0} details, {segments:n0} segments{stage.Doubt}",
            $"{LookupsOfEarlier} look-ups: {earlier:n0} → {earlier * (Lookups / LookupsOfEarlier):n0} pages",
            pages <= 260 && details == Lookups && segments == Lookups && stage.IsRight);
    }

    public static async IAsyncEnumerable<Row> NotFinishedFileAsync()
    {
        await using var stage = await Stage.StartAsync(files: 1000);
        var file = stage.Files(SandboxStatus.Processing)[^1];
        await stage.ReadListAsync();

        stage.Wait(PastFreshness);
        await stage.AskAsync(file, HttpStatusCode.BadRequest);
        await stage.SettleAsync();
        var after = stage.Calls.Total;

        stage.Calls.Reset();
        await stage.AskAsync(file, HttpStatusCode.BadRequest);
        await stage.SettleAsync();
        var inside = stage.Calls.Total;

        var earlier = await CountEarlierAsync(stage, file);
        yield return new Row(
            "a not-finished file, after the freshness window", "1 page", $"{after} in all{stage.Doubt}", $"{earlier} pages",
            after <= 1 && stage.IsRight);
        yield return new Row(
            "… inside the freshness window", "none", $"{inside} in all{stage.Doubt}", $"{earlier} pages", inside == 0 && stage.IsRight);
    }

    public static async IAsyncEnumerable<Row> AppendedFileAsync()
    {
        await using var stage = await Stage.StartAsync(files: 900);
        await stage.ReadListAsync();
        var appended = SandboxFiles.Create(900, SandboxStatus.Finished);
        stage.ProcessingApi.Files.Append(appended);

        stage.Wait(PastFreshness);
        await stage.AskAsync(appended.FileId);
        await stage.SettleAsync();
        var pages = stage.Calls.Pages;
        yield return new Row(
            "a file appended to a known list of 900, asked for after the freshness window", "2 pages", $"{pages} pages{stage.Doubt}",
            $"{await CountEarlierAsync(stage, appended.FileId)} pages", pages <= 2 && stage.IsRight);
    }

    public static async IAsyncEnumerable<Row> RestartAsync()
    {
        await using var stage = await Stage.StartAsync(files: 1000);
        await stage.ReadListAsync();
        var files = stage.Files();

        await stage.RestartApiAsync();
        await stage.AskAsync(files[^1]);
        await stage.SettleAsync();
        var restarted = stage.Calls.Pages;
        yield return new Row(
            "a listed FINISHED file that was never asked for, after a restart", "0 pages", $"{restarted} pages{stage.Doubt}",
            $"{await CountEarlierAsync(stage, files[^1])} pages", restarted == 0 && stage.IsRight);

        stage.EndStore();
        stage.Calls.Reset();
        await stage.AskAsync(files[^2]);
        await stage.SettleAsync();
        var gone = stage.Calls.Pages;
        yield return new Row(
            "… with the store gone while running", "0 pages", $"{gone} pages{stage.Doubt}",
            $"{await CountEarlierAsync(stage, files[^2])} pages", gone == 0 && stage.IsRight);
    }

    private static async Task<int> CountEarlierAsync(Stage stage, Guid file)
    {
        stage.Calls.Reset();
        await stage.Earlier.FindAsync(file);
        return stage.Calls.Pages;
    }
}
