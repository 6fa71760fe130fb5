using Snackable.Application.Catalog.Scanning;
using Snackable.Application.Concurrency;
using Snackable.Application.Diagnostics;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Application.Catalog.Lookup;

/// <summary>
/// The questions about the processing API's list: the only place that knows how a file is found in it. A finished file that was ever
/// seen costs no call, one that is not finished costs one now and then, and an unknown one a share of a scan.
/// </summary>
public sealed class FileCatalog(CatalogEntries entries, ListReader reader, ListScanner scanner, FileMetrics metrics, SteadyClock clock)
{
    /// <summary>All that is known of the list, in no order.</summary>
    public IReadOnlyCollection<CatalogEntry> Entries => entries.All;

    /// <summary>Finds a file in the list.</summary>
    /// <returns>The file as it was last seen; <see langword="null"/> when it is not listed.</returns>
    /// <exception cref="ProcessingApiException">The list could not be read as far as needed, so that nobody can say.</exception>
    public async Task<CatalogEntry?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        await entries.LoadAsync(cancellationToken);
        if (entries.Find(fileId) is not { } known)
            return await scanner.FindAsync(fileId, cancellationToken);
        var (now, freshSince) = (clock.Now, entries.FreshSince);
        if (known.ProcessingStatus.IsFinished || known.SeenAt > freshSince)
        {
            metrics.CatalogHit();
            return known;
        }

        // The page that the file was on shows its neighbors too: those who ask for them at the same time share the call. A short page
        // does not reach all the places that it would if it were full: then the file is looked for at its own place.
        var offset = known.Offset - (known.Offset % CatalogOptions.PageSize);
        return await FindOnSharedPageAsync(fileId, offset, cancellationToken)
            ?? (offset == known.Offset ? null : await FindOnSharedPageAsync(fileId, known.Offset, cancellationToken))
            ?? await scanner.FindInWholeListAsync(fileId, notBefore: freshSince < now ? freshSince.AddTicks(1) : now, cancellationToken);
    }

    /// <summary>Looks at the list itself, since what was known of a file has turned out wrong.</summary>
    /// <inheritdoc cref="FindAsync" path="/returns|/exception"/>
    public async Task<CatalogEntry?> FindAgainAsync(CatalogEntry doubted, CancellationToken cancellationToken)
    {
        // A scan may have seen the file since. That goes, too: as FINISHED is final, it would overrule what the list says now.
        // No call is shared, either: it may have begun before the doubt.
        var doubtedAt = clock.Now;
        var known = entries.Forget(doubted.FileId) ?? doubted;
        try
        {
            var page = await reader.ReadAsync(known.Offset, cancellationToken);
            return page.Entries.FirstOrDefault(entry => entry.FileId == doubted.FileId)
                ?? await scanner.FindInWholeListAsync(doubted.FileId, notBefore: doubtedAt, cancellationToken);
        }
        catch
        {
            // A doubt is no answer: as long as nobody can look, what was known is all there is.
            entries.Restore(known);
            throw;
        }
    }

    /// <summary>Takes note of a status that somebody else than the list told, and looks for the file in the list if need be.</summary>
    /// <exception cref="MediaFileNotFoundException">The whole list was read after this call, and the file is not on it.</exception>
    /// <exception cref="ProcessingApiException">The list could not be read as far as needed, so that nobody can say.</exception>
    public async Task LearnAsync(FileId fileId, ProcessingStatus status, CancellationToken cancellationToken)
    {
        var toldAt = clock.Now;
        await entries.LoadAsync(cancellationToken);
        if (entries.TryLearn(fileId, status))
            return;

        // The file may be newer than the scan that the catalog answers from, and stand where no scan looks first.
        var listed = await FindAsync(fileId, cancellationToken)
            ?? await scanner.FindInWholeListAsync(fileId, notBefore: toldAt, cancellationToken)
            ?? throw new MediaFileNotFoundException(fileId);
        if (listed.ProcessingStatus != status)
            entries.TryLearn(fileId, status);
    }

    /// <summary>Reads the whole list, so that every file on it is known.</summary>
    /// <exception cref="ProcessingApiException">A page could not be read; what the others showed is known.</exception>
    public async Task ScanAsync(CancellationToken cancellationToken)
    {
        await entries.LoadAsync(cancellationToken);
        await scanner.ScanAsync(cancellationToken);
    }

    private async Task<CatalogEntry?> FindOnSharedPageAsync(FileId fileId, int offset, CancellationToken cancellationToken)
    {
        var page = await reader.ReadSharedAsync(offset, cancellationToken);
        return page.Entries.FirstOrDefault(entry => entry.FileId == fileId);
    }
}
