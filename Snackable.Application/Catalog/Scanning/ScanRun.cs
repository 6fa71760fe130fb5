using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Application.Catalog.Scanning;

/// <summary>The work of one scan: reads the list on from its known end, and the whole list if that is not enough.</summary>
/// <param name="scan">The scan, and those who wait for it.</param>
/// <param name="state">Knows where to begin and what is enough, and is told what the scan saw.</param>
/// <param name="reader">Reads the pages into the catalog.</param>
/// <param name="entries">The catalog, from which a complete scan takes what is gone.</param>
/// <param name="waiting">Tells whether the scan's time went to our own queue.</param>
internal sealed class ScanRun(SharedScan scan, ScanState state, ListReader reader, CatalogEntries entries, WaitingCalls waiting)
{
    /// <summary>Reads as much of the list as is wanted. Never fails itself: what goes wrong is for those who wait.</summary>
    /// <returns>Why the scan is not complete; <see langword="null"/> when it is.</returns>
    public async Task<Exception?> RunAsync(CancellationToken cancellationToken)
    {
        var queueTime = waiting.Measure();
        try
        {
            var knownEnd = state.Begin(entries.RememberedEnd);
            if (knownEnd == 0 || !await IsEndEnoughAsync(knownEnd, cancellationToken))
                await ReadWholeListAsync(cancellationToken);
            return null;
        }
        catch (OperationCanceledException exception)
        {
            var failure = queueTime.IsWhatTheTimeWentTo ? IngestionFailure.Overloaded : IngestionFailure.Timeout;
            return new ProcessingApiException(failure, "The list of files could not be read in time.", exception);
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private async Task<bool> IsEndEnoughAsync(int knownEnd, CancellationToken cancellationToken)
    {
        try
        {
            var (end, changed) = await reader.ReadOnAsync(knownEnd, scan.Show, cancellationToken);
            return state.IsEndEnough(scan, end, changed);
        }
        catch (ProcessingApiException exception) when (exception.Failure is IngestionFailure.Invalid)
        {
            // The page at the end is broken: the rest of the list may not be.
            return false;
        }
    }

    private async Task ReadWholeListAsync(CancellationToken cancellationToken)
    {
        var anyPage = false;
        try
        {
            var (end, changed) = await reader.ReadOnAsync(start: 0, Show, cancellationToken);

            // A list that changes under a scan can hide a file from it: only what two scans did not show is gone.
            var previous = state.Complete(scan, end, changed) ?? DateTimeOffset.MinValue;
            entries.Prune(seenBefore: previous, spareSince: scan.StartedAt);
        }
        catch (ProcessingApiException exception) when (anyPage)
        {
            state.Fail(scan, exception);
            throw;
        }

        void Show(IReadOnlyList<CatalogEntry> page)
        {
            anyPage = true;
            scan.Show(page);
        }
    }
}
