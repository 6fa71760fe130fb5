namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>
/// Keeps the number of calls in flight below our limit, pages included. It stands between the retries and the circuit: a call that waits
/// for its turn is no failing attempt, one that waits before its next attempt takes no other's turn, and one whose turn comes while the
/// circuit is open is refused then.
/// </summary>
internal sealed class CallLimiter(UpstreamLimits limits) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await limits.Calls.TakeAsync(1, cancellationToken);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            limits.Calls.Return(1);
        }
    }
}
