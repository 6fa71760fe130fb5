using Microsoft.Extensions.Options;
using Snackable.Application.Concurrency;
using Snackable.Application.Diagnostics;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Application.Catalog.Scanning;

/// <summary>
/// Scans the list, once at a time and for everyone who waits. A scan starts at the list's known end, for new files are usually
/// appended; it goes on to the whole list when that is due and somebody still waits.
/// </summary>
public sealed class ListScanner(
    ListReader reader,
    CatalogEntries entries,
    WaitingCalls waiting,
    IOptions<CatalogOptions> options,
    FileMetrics metrics,
    SteadyClock clock,
    TimeProvider time)
    : IAsyncDisposable
{
    private readonly ScanState _state = new(options.Value.Freshness);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Looks for a file that is not in the catalog, as far as anyone remembers.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="cancellationToken">Ends the wait, not the scan.</param>
    /// <returns>The file; <see langword="null"/> when complete scans that began recently enough did not show it.</returns>
    /// <exception cref="ProcessingApiException">A page could not be read, so that nobody can say whether the file is listed.</exception>
    public async Task<CatalogEntry?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var askedAt = clock.Now;
        while (true)
        {
            var answer = _state.Ask(fileId, askedAt, clock.Now);
            if (RunIfNew(answer) is not { } scan)
            {
                // It may have appeared between the caller's look into the catalog and the end of the scan that answers.
                return entries.Find(fileId) ?? (answer.Failure is { } failure ? throw failure : null);
            }

            if (await WaitForAsync(scan, fileId, cancellationToken) is { } entry)
                return entry;
        }
    }

    /// <summary>Looks for a file in the whole list, whatever is remembered of it.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="notBefore">How old the answer may be: a scan that began earlier does not count.</param>
    /// <param name="cancellationToken">Ends the wait, not the scan.</param>
    /// <returns>The file; <see langword="null"/> when the whole list did not show it.</returns>
    /// <exception cref="ProcessingApiException">A page could not be read, so that nobody can say whether the file is listed.</exception>
    public async Task<CatalogEntry?> FindInWholeListAsync(FileId fileId, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        while (RunIfNew(_state.AskForWholeList(fileId, notBefore, clock.Now)) is { } scan)
        {
            if (scan.StartedAt < notBefore)
                await waiting.WaitForOthersAsync(scan.WaitForEndAsync(cancellationToken));
            else if (await WaitForAsync(scan, fileId, cancellationToken) is { } entry)
                return entry;
        }

        return entries.Find(fileId) is { } seen && seen.SeenAt >= notBefore ? seen : null;
    }

    /// <summary>Reads the whole list into the catalog, unless that was done so recently that it still counts.</summary>
    /// <exception cref="ProcessingApiException">A page could not be read.</exception>
    public async Task ScanAsync(CancellationToken cancellationToken)
    {
        var notBefore = entries.FreshSince;
        while (RunIfNew(_state.AskForWholeList(awaited: null, notBefore, clock.Now)) is { } scan)
            await (scan.StartedAt < notBefore ? scan.WaitForEndAsync(cancellationToken) : scan.Completion.WaitAsync(cancellationToken));
    }

    /// <summary>Ends the scan in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_state.InFlight is { } scan)
            await scan.WaitForEndAsync(CancellationToken.None);
    }

    private async Task<CatalogEntry?> WaitForAsync(SharedScan scan, FileId fileId, CancellationToken cancellationToken)
    {
        var entry = scan.WaitForAsync(fileId, () => entries.Find(fileId), cancellationToken);
        await waiting.WaitForOthersAsync(entry);
        return await entry;
    }

    private SharedScan? RunIfNew(ScanAnswer answer)
    {
        if (answer.Scan is not { } scan)
            return null;
        if (answer.IsNew)
        {
            metrics.ScanStarted();
            _ = Detached.Run(() => RunAsync(scan));
        }
        else
        {
            metrics.ScanJoined();
        }

        return scan;
    }

    // The state learns first that the scan is over: whoever sees its outcome and asks again must not join it.
    private async Task RunAsync(SharedScan scan)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.CatalogScanDeadlineSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        var failure = await new ScanRun(scan, _state, reader, entries, waiting).RunAsync(either.Token);
        _state.End();
        (failure is null ? (Action)metrics.ScanCompleted : metrics.ScanFailed)();
        scan.End(failure);
    }
}
