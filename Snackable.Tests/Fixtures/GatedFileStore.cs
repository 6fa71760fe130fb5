using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Tests.Fixtures;

/// <summary>A real store whose next look-up, or next save, a test can hold until it lets it go.</summary>
internal sealed class GatedFileStore(IFileStore store) : IFileStore
{
    private readonly Hold _find = new();
    private readonly Hold _save = new();

    /// <summary>Has the next look-up stop after it has read.</summary>
    /// <returns>Ends when it has read.</returns>
    public Task HoldNext() => _find.Next();

    /// <summary>Has the next save stop before it writes.</summary>
    /// <returns>Ends when it is about to write.</returns>
    public Task HoldNextSave() => _save.Next();

    /// <summary>Lets the look-up go on that was held.</summary>
    public void Release() => _find.Release();

    /// <summary>Lets the save go on that was held.</summary>
    public void ReleaseSave() => _save.Release();

    public async Task<MediaFile?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var file = await store.FindAsync(fileId, cancellationToken);
        await _find.PassAsync(cancellationToken);
        return file;
    }

    public Task<IReadOnlySet<FileId>> FilterStoredAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken) =>
        store.FilterStoredAsync(fileIds, cancellationToken);

    public async Task<SaveOutcome> SaveAsync(MediaFile file, CancellationToken cancellationToken)
    {
        await _save.PassAsync(cancellationToken);
        return await store.SaveAsync(file, cancellationToken);
    }

    // Holds the next one that passes, and no other.
    private sealed class Hold
    {
        private TaskCompletionSource? _reached;
        private TaskCompletionSource? _released;

        public Task Next()
        {
            _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _reached.Task;
        }

        public void Release() => _released!.SetResult();

        public async Task PassAsync(CancellationToken cancellationToken)
        {
            if (Interlocked.Exchange(ref _reached, null) is not { } reached)
                return;
            reached.SetResult();
            await _released!.Task.WaitAsync(cancellationToken);
        }
    }
}
