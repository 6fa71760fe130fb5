using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Tests.Fixtures;

/// <summary>A real store that can be made to hold back what it has found, until a test lets it go.</summary>
internal sealed class GatedFileStore(IFileStore store) : IFileStore
{
    private TaskCompletionSource? _found;
    private TaskCompletionSource? _released;

    /// <summary>Has the next look-up stop after it has read.</summary>
    /// <returns>Ends when it has read.</returns>
    public Task HoldNext()
    {
        _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _found.Task;
    }

    public void Release() => _released!.SetResult();

    public async Task<MediaFile?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var file = await store.FindAsync(fileId, cancellationToken);
        if (Interlocked.Exchange(ref _found, null) is { } found)
        {
            found.SetResult();
            await _released!.Task.WaitAsync(cancellationToken);
        }

        return file;
    }

    public Task<IReadOnlySet<FileId>> FilterStoredAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken) =>
        store.FilterStoredAsync(fileIds, cancellationToken);

    public Task<SaveOutcome> SaveAsync(MediaFile file, CancellationToken cancellationToken) => store.SaveAsync(file, cancellationToken);
}
