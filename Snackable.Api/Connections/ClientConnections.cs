using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Snackable.Application.ProcessingApi;

namespace Snackable.Api.Connections;

/// <summary>
/// The connections of all clients. At a stop, Kestrel closes those without a request, answers those with one, and waits for as long as the
/// host does for those that have sent half of one: these are closed here, and the others have a limit.
/// </summary>
internal sealed class ClientConnections(IOptions<UpstreamDeadlineOptions> deadline)
{
    // What was read a moment before the stop is on its way to the pipeline.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    // The last 64 KB of an answer are sent after it has ended. Kestrel closes the connection then, unless the request's body is missing.
    private static readonly TimeSpan TimeToReadAnAnswer = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<ClientConnection, bool> _open = new();

    /// <summary>Serves a connection to its end.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var client = new ClientConnection(connection);
        _open.TryAdd(client, true);
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(client, out _);
        }
    }

    /// <summary>
    /// Closes connections without a whole request, and after <c>UPSTREAM_DEADLINE_SECONDS</c> + 1 s all others. Ends when no connection is
    /// left.
    /// </summary>
    public async Task DrainAsync()
    {
        var limit = Environment.TickCount64 + (long)TimeSpan.FromSeconds(deadline.Value.UpstreamDeadlineSeconds + 1).TotalMilliseconds;
        await Task.Delay(Grace);
        while (!_open.IsEmpty)
        {
            var now = Environment.TickCount64;
            var spared = now - (long)TimeToReadAnAnswer.TotalMilliseconds;
            foreach (var (client, _) in _open)
            {
                if (now >= limit || !client.IsBusy(spared))
                    client.Abort();
            }

            await Task.Delay(Interval);
        }
    }
}
