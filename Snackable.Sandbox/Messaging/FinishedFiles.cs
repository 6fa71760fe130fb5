using System.Threading.Channels;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Sandbox.Messaging;

/// <summary>
/// Publishes that a file has finished, as the processing service does; <c>docs/events.md</c> has the contract. While the broker is unavailable,
/// or has no queue for it, what there is to publish is kept, the latest 10,000 events, and the stand-in goes on undisturbed.
/// </summary>
public sealed class FinishedFiles : IAsyncDisposable
{
    private const int MostKept = 10_000;

    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(15);

    private readonly Channel<FileEvent> _unpublished = Channel.CreateBounded<FileEvent>(
        new BoundedChannelOptions(MostKept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly CancellationTokenSource _stop = new();
    private readonly FileList _files;
    private readonly FilesExchange _exchange;
    private readonly Action<string> _report;
    private readonly Task _publishing;

    private FinishedFiles(FileList files, BrokerSettings broker, Action<string> report)
    {
        _files = files;
        _exchange = new FilesExchange(broker);
        _report = report;
        _files.StatusChanged += Keep;
        _publishing = PublishAllAsync(_stop.Token);
    }

    /// <summary>Publishes from now on.</summary>
    /// <param name="files">The files that may finish.</param>
    /// <param name="broker">The broker; if null, there is nobody to publish to.</param>
    /// <param name="report">Gets to know when the broker takes nothing any more, and when it does again.</param>
    public static FinishedFiles? Publish(FileList files, BrokerSettings? broker, Action<string> report) =>
        broker is null ? null : new FinishedFiles(files, broker, report);

    /// <summary>Publishes no more. What is not published by now is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        _files.StatusChanged -= Keep;
        await _stop.CancelAsync();
        await _publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _exchange.DisposeAsync();
        _stop.Dispose();
    }

    private void Keep(SandboxFile file)
    {
        if (file.ProcessingStatus == SandboxStatus.Finished)
            _unpublished.Writer.TryWrite(FileEvent.Finished(file, DateTimeOffset.UtcNow));
    }

    private async Task PublishAllAsync(CancellationToken stopping)
    {
        await foreach (var happened in _unpublished.Reader.ReadAllAsync(stopping))
            await PublishAsync(happened, stopping);
    }

    private async Task PublishAsync(FileEvent happened, CancellationToken stopping)
    {
        for (var pause = MinPause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                await _exchange.PublishAsync(happened, stopping);
                if (pause > MinPause)
                    _report("The broker takes events again, and gets what has happened meanwhile.");
                return;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // Whatever it is, it must not disturb the stand-in. The message could hold the address, with its password.
                if (pause == MinPause)
                    _report($"The broker does not take events ({exception.GetBaseException().GetType().Name}). They are kept until it does.");
            }

            await Task.Delay(pause, stopping);
        }
    }
}
