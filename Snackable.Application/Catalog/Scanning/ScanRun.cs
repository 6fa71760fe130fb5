using Snackable.Application.ProcessingApi;

namespace Snackable.Application.Catalog.Scanning;

/// <summary>The work of one scan: reads the list on from its known end, and the whole list if that is not enough.</summary>
/// <param name="scan">The scan, and those who wait for it.</param>
/// <param name="schedule">Told what the scan saw.</param>
/// <param name="joining">
/// Guards the schedule, and is held by those who tell the scan what is wanted of it: how far it goes is decided under it, too.
/// </param>
/// <param name="reader">Reads the pages into the catalog.</param>
/// <param name="entries">The catalog in memory, from which a complete scan takes what is gone.</param>
/// <param name="writer">The catalog in the store, likewise.</param>
internal sealed class ScanRun(
    SharedScan scan, ScanSchedule schedule, Lock joining, CatalogReader reader, CatalogEntries entries, CatalogWriter writer)
{
    /// <summary>Reads as much of the list as is wanted. Never fails itself: what goes wrong is for those who wait.</summary>
    /// <returns>Why the scan is not complete; <see langword="null"/> when it is.</returns>
    public async Task<Exception?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
            return null;
        }
        catch (OperationCanceledException exception)
        {
            return new ProcessingApiException(ProcessingApiFailure.Timeout, "The list of files could not be read in time.", exception);
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        int knownEnd;
        lock (joining)
            knownEnd = schedule.KnownEnd;
        if (knownEnd == 0 || !await IsEndEnoughAsync(knownEnd, cancellationToken))
            await ReadWholeListAsync(cancellationToken);
    }

    private async Task<bool> IsEndEnoughAsync(int knownEnd, CancellationToken cancellationToken)
    {
        try
        {
            var (end, changed) = await reader.ReadOnAsync(knownEnd, scan.Show, cancellationToken);
            lock (joining)
            {
                schedule.EndSeen(scan.StartedAt, end, changed);
                return !scan.IsWholeListWanted && !(scan.IsAwaited && schedule.IsFullScanDue(scan.StartedAt));
            }
        }
        catch (ProcessingApiException exception) when (exception.Failure is ProcessingApiFailure.Invalid)
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
            Complete(end, changed);
        }
        catch (ProcessingApiException exception) when (anyPage)
        {
            lock (joining)
                schedule.FullScanFailed(scan.StartedAt, exception);
            throw;
        }

        void Show(IReadOnlyList<CatalogEntry> page)
        {
            anyPage = true;
            scan.Show(page);
        }
    }

    private void Complete(int end, bool changed)
    {
        lock (joining)
        {
            // A list that changes under a scan can hide a file from it: only what two scans did not show is gone.
            var previous = schedule.FullScanAt ?? DateTimeOffset.MinValue;
            entries.Prune(seenBefore: previous, spareSince: scan.StartedAt);
            writer.Prune(seenBefore: previous);
            schedule.FullScanCompleted(scan.StartedAt, end, changed);
        }
    }
}
