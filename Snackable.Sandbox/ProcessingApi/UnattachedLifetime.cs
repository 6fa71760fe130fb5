namespace Snackable.Sandbox.ProcessingApi;

/// <summary>
/// A lifetime that listens to no signal. The default one would take Ctrl+C away from the process, which belongs to the test runner
/// or to the presentation API.
/// </summary>
internal sealed class UnattachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
