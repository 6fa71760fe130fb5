using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Options;
using Snackable.Application.Concurrency;
using Snackable.Application.Diagnostics;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Application.Catalog.Scanning;

/// <summary>Reads pages of the list; whatever a page shows is in the catalog before anyone else sees the page.</summary>
public sealed class ListReader(
    IProcessingApi processingApi,
    CatalogEntries entries,
    UpstreamDeadline deadline,
    WaitingCalls waiting,
    IOptions<CatalogOptions> options,
    FileMetrics metrics,
    SteadyClock clock) : IAsyncDisposable
{
    private readonly SharedWork<int, CatalogPage> _sharedReads = new();

    // The bound holds for every page call, whoever makes it.
    private readonly SemaphoreSlim _calls = new(options.Value.MaxConcurrentPages);

    // One page that can't be read is a bad page, and the files on the others can be found. So many in a row are an outage.
    private const int FailuresOfAnOutage = 3;

    /// <summary>Reads the list from a place on to its end, several pages at once.</summary>
    /// <param name="start">The first place.</param>
    /// <param name="onPage">Told of the files on each page as soon as it is read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Where the list ends, and whether a file on it was not known before, or stood in two places: then the list moved meanwhile.</returns>
    /// <exception cref="ProcessingApiException">A page could not be read; the others may have been.</exception>
    public async Task<(int End, bool Changed)> ReadOnAsync(
        int start, Action<IReadOnlyList<CatalogEntry>> onPage, CancellationToken cancellationToken)
    {
        var plan = new ScanPlan(start, options.Value.MaxFiles, options.Value.MaxConcurrentPages);
        var reading = new List<Task<(PageRead Read, CatalogPage Page)>>();
        var places = new Dictionary<FileId, int>();
        var (changed, received, failuresInARow) = (false, 0, 0);
        ProcessingApiException? failure = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (!plan.IsComplete)
            {
                while (plan.TryNext(out var next))
                    reading.Add(ReadAsync(next, stop.Token));
                var finished = await Task.WhenAny(reading);
                reading.Remove(finished);
                try
                {
                    var (read, page) = await finished;
                    onPage(page.Entries);
                    plan.Received(read, page.Length);
                    changed |= page.AnyNew | page.Entries.Any(entry => !places.TryAdd(entry.FileId, entry.Offset));
                    (received, failuresInARow) = (received + 1, 0);
                }
                catch (ProcessingApiException exception)
                {
                    failure ??= exception;
                    plan.Failed();
                    var isOutage = received == 0 && exception.Failure is not IngestionFailure.Invalid;
                    if (isOutage || ++failuresInARow == FailuresOfAnOutage)
                        break;
                }
            }

            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
            return (plan.End, changed);
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(reading)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads one page.</summary>
    /// <exception cref="ProcessingApiException">The page could not be read.</exception>
    public async Task<CatalogPage> ReadAsync(int offset, CancellationToken cancellationToken)
    {
        var (page, seenAt) = await CallAsync(offset, cancellationToken);
        metrics.PageRead();

        CatalogEntry[] seen =
        [
            .. page.Files
                .Where(file => file.Offset < options.Value.MaxFiles)
                .Select(file => new CatalogEntry(file.FileId, file.ProcessingStatus, file.Offset, seenAt)),
        ];
        var (known, anyNew) = entries.Learn(seen);
        return new CatalogPage(page.Length, known, anyNew);
    }

    /// <summary>Reads one page, or shares the call with those who are reading it: it may have begun before this call.</summary>
    /// <exception cref="ProcessingApiException">The page could not be read, or not in time.</exception>
    public async Task<CatalogPage> ReadSharedAsync(int offset, CancellationToken cancellationToken)
    {
        var read = _sharedReads.JoinOrStart(offset, stopping => deadline.RunAsync(token => ReadAsync(offset, token), stopping));
        var page = read.Task.WaitAsync(cancellationToken);
        if (read.Joined)
            await waiting.WaitForOthersAsync(page);
        return await page;
    }

    /// <summary>Ends the shared calls in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sharedReads.DisposeAsync();
        _calls.Dispose();
    }

    private async Task<(ListPage Page, DateTimeOffset SeenAt)> CallAsync(int offset, CancellationToken cancellationToken)
    {
        await waiting.WaitForOthersAsync(_calls.WaitAsync(cancellationToken));
        try
        {
            var seenAt = clock.Now;
            return (await processingApi.GetPageAsync(offset, cancellationToken), seenAt);
        }
        finally
        {
            _calls.Release();
        }
    }

    private async Task<(PageRead Read, CatalogPage Page)> ReadAsync(PageRead read, CancellationToken cancellationToken) =>
        (read, await ReadAsync(read.Offset, cancellationToken));
}

/// <summary>A page of the list as it went into the catalog.</summary>
/// <param name="Length">How many places of the list the page spans; 0 past the list's end.</param>
/// <param name="Entries">What is now known of the files on it.</param>
/// <param name="AnyNew">Whether one of them was not known before.</param>
public sealed record CatalogPage(int Length, IReadOnlyList<CatalogEntry> Entries, bool AnyNew);
