namespace Snackable.Benchmarks.Warm;

/// <summary>
/// Several processes of the same server. What a process compiles its hot paths to depends on chance and stays so for as long as it lives:
/// one alone is up to a twentieth faster or slower than the next.
/// </summary>
internal sealed class ServerGroup(IReadOnlyList<ServerProcess> servers) : IAsyncDisposable
{
    public int Count => servers.Count;

    public static async Task<ServerGroup> StartAsync(int count, Func<Task<ServerProcess>> startAsync)
    {
        var servers = new List<ServerProcess>();
        var group = new ServerGroup(servers);
        try
        {
            while (servers.Count < count)
                servers.Add(await startAsync());
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of the one whose turn it is.</summary>
    public Uri AddressIn(int round) => servers[round % servers.Count].Address;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
            await server.DisposeAsync();
    }
}
