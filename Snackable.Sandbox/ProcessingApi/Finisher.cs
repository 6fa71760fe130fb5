namespace Snackable.Sandbox.ProcessingApi;

/// <summary>Lets files that are being processed finish one after another.</summary>
internal sealed class Finisher : IAsyncDisposable
{
    private static readonly TimeSpan BetweenFiles = TimeSpan.FromSeconds(5);

    private readonly FileList _files;
    private readonly ITimer? _timer;

    public Finisher(FileList files, int? afterSeconds, TimeProvider time)
    {
        _files = files;
        if (afterSeconds is > 0)
            _timer = time.CreateTimer(_ => FinishNext(), null, TimeSpan.FromSeconds(afterSeconds.Value), BetweenFiles);
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void FinishNext()
    {
        var next = _files.All
            .Where(file => file.ProcessingStatus == SandboxStatus.Processing && file.FileId != SandboxFiles.Processing)
            .OrderBy(file => file.FileId != SandboxFiles.FinishingSoon)
            .FirstOrDefault();
        if (next is not null)
            _files.SetStatus(next.FileId, SandboxStatus.Finished);
    }
}
