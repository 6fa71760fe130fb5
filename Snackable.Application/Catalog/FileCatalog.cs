using Microsoft.Extensions.Options;
using Snackable.Application.Files;
using Snackable.Domain;

namespace Snackable.Application.Catalog;

/// <summary>What is known of the processing API's list: the only place that knows how a file is found in it.</summary>
public sealed class FileCatalog(IProcessingApi processingApi, IOptions<CatalogOptions> options)
{
    /// <summary>Finds a file in the list, reading as much of it as that takes.</summary>
    /// <returns>The file as it is listed; <see langword="null"/> when the whole list was read and the file is not on it.</returns>
    /// <exception cref="ProcessingApiException">A page could not be read, so that nobody can say whether the file is listed.</exception>
    public async Task<ListedFile?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var plan = new ScanPlan(options.Value.MaxFiles, options.Value.MaxConcurrentPages);
        var reading = new List<Task<(PageRead Read, ListPage Page)>>();
        using var scan = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (!plan.IsComplete)
            {
                while (plan.TryNext(out var next))
                    reading.Add(ReadAsync(next, scan.Token));

                var finished = await Task.WhenAny(reading);
                reading.Remove(finished);
                var (read, page) = await finished;
                if (page.Files.FirstOrDefault(file => file.FileId == fileId && file.Offset < options.Value.MaxFiles) is { } listed)
                    return listed;
                plan.Received(read, page.Length);
            }

            return null;
        }
        finally
        {
            await scan.CancelAsync();
            await ((Task)Task.WhenAll(reading)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(PageRead Read, ListPage Page)> ReadAsync(PageRead read, CancellationToken cancellationToken) =>
        (read, await processingApi.GetPageAsync(read.Offset, cancellationToken));
}
