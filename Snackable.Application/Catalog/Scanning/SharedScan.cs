using System.Collections.Concurrent;
using Snackable.Domain;

namespace Snackable.Application.Catalog.Scanning;

/// <summary>One reading of the list and everybody who waits for a file to appear in it.</summary>
/// <param name="startedAt">When it started.</param>
internal sealed class SharedScan(DateTimeOffset startedAt)
{
    private readonly ConcurrentDictionary<FileId, TaskCompletionSource<CatalogEntry>> _awaited = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _wholeListWanted;

    /// <summary>When it started: the list may have changed since.</summary>
    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Ends when the scan does: well when it is complete, else with the failure of the page that could not be read.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Whether somebody asked for a file that has not appeared. Callers who have left still count: another may wait for the same file.</summary>
    public bool IsAwaited => !_awaited.IsEmpty;

    /// <summary>Whether somebody asked for the whole list to be read, whatever is known of it.</summary>
    public bool IsWholeListWanted => _wholeListWanted;

    /// <summary>Tells the scan what is wanted of it, unless it began too early.</summary>
    /// <param name="awaited">A file that somebody waits for.</param>
    /// <param name="wholeListSince">If the whole list is to be read, whatever is known of it: how early that may have begun.</param>
    public void Want(FileId? awaited, DateTimeOffset? wholeListSince)
    {
        if (startedAt < wholeListSince)
            return;
        if (awaited is { } fileId)
            Await(fileId);
        if (wholeListSince is not null)
            _wholeListWanted = true;
    }

    /// <summary>Waits for a file to appear.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="known">Looks into the catalog, for the file may have appeared before anyone waited for it.</param>
    /// <param name="cancellationToken">Ends the wait, not the scan.</param>
    /// <returns>The file as soon as a page shows it; <see langword="null"/> when the scan ended without.</returns>
    public async Task<CatalogEntry?> WaitForAsync(FileId fileId, Func<CatalogEntry?> known, CancellationToken cancellationToken)
    {
        var appearance = Await(fileId);
        if (known() is { } entry && entry.SeenAt >= StartedAt)
            Show([entry]);

        await Task.WhenAny(appearance.Task, Completion).WaitAsync(cancellationToken);
        if (appearance.Task.IsCompleted)
            return await appearance.Task;
        await Completion;
        return null;
    }

    /// <summary>Waits until the scan has ended, whatever becomes of it: then another one can begin.</summary>
    public async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        await Completion.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Releases those who wait for files that have appeared.</summary>
    public void Show(IReadOnlyList<CatalogEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (_awaited.TryRemove(entry.FileId, out var appearance))
                appearance.TrySetResult(entry);
        }
    }

    /// <summary>Ends the scan.</summary>
    /// <param name="failure">Why it is not complete; <see langword="null"/> when it is.</param>
    public void End(Exception? failure)
    {
        if (failure is null)
            _completion.TrySetResult();
        else if (_completion.TrySetException(failure))
            _ = _completion.Task.Exception; // Observed here: everybody may have left.
    }

    private TaskCompletionSource<CatalogEntry> Await(FileId fileId) =>
        _awaited.GetOrAdd(fileId, _ => new TaskCompletionSource<CatalogEntry>(TaskCreationOptions.RunContinuationsAsynchronously));
}
