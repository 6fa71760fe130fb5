using Microsoft.Extensions.Hosting;
using Snackable.Application.Catalog;

namespace Snackable.Infrastructure.Background;

/// <summary>
/// Has the catalog read from the store while the host starts, so that the first look-up does not wait for it. This is the first call to the
/// store: it notices a store that is unavailable before any request does.
/// </summary>
internal sealed class CatalogLoader(CatalogEntries catalog) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not awaited: a store that is slow or down must not keep the host from starting.
        _ = catalog.LoadAsync(CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
