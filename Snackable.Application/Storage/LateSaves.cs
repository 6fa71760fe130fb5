using Microsoft.Extensions.Logging;
using Snackable.Application.Concurrency;
using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>
/// Files that could not be stored when they were fetched: they are stored in the background, once the store takes them. They are answered
/// from here to nobody: what is not stored is fetched anew, as everywhere.
/// </summary>
/// <param name="save">Stores a file.</param>
/// <param name="time">The clock of the pauses.</param>
/// <param name="logger">Is told when there is no room, and when all are stored.</param>
internal sealed partial class LateSaves(Func<MediaFile, CancellationToken, Task> save, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>How much memory the files may take, as far as it can be estimated: 64 MiB.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<FileId, MediaFile> _files = [];
    private readonly Queue<FileId> _order = [];
    private Task _saving = Task.CompletedTask;
    private long _bytes;
    private bool _busy;

    /// <summary>Has a file stored as soon as possible, unless there is no room, or a newer version of it waits.</summary>
    public void Add(MediaFile file)
    {
        lock (_lock)
        {
            var known = _files.GetValueOrDefault(file.FileId);
            if (known?.FetchedAt >= file.FetchedAt)
                return;
            var bytes = _bytes + BytesOf(file) - (known is null ? 0 : BytesOf(known));
            if (bytes > MaxBytes)
            {
                Log.NoRoom(logger, file.FileId);
                return;
            }

            (_files[file.FileId], _bytes) = (file, bytes);
            if (known is null)
                _order.Enqueue(file.FileId);
            if (_busy || _stopping.IsCancellationRequested)
                return;
            _busy = true;
            _saving = Detached.Run(SaveAllAsync);
        }
    }

    /// <summary>Ends the attempt under way. What is not stored by then is fetched anew by the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task saving;
        lock (_lock)
            saving = _saving;
        await saving;
    }

    private async Task SaveAllAsync()
    {
        var count = 0;
        while (Next() is { } file)
        {
            try
            {
                await save(file, _stopping.Token);
                Remove(file);
                count++;
            }
            catch (FileStoreException exception) when (exception.IsPermanent)
            {
                Remove(file);
            }
            catch (Exception)
            {
                // The store has said why when the file was fetched. Whatever it is now, the other files must go on being stored.
                TryLater(file);
                await Task.Delay(PauseAfterFailure, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        if (count > 0)
            Log.Stored(logger, count);
    }

    private MediaFile? Next()
    {
        lock (_lock)
        {
            _busy = _order.Count > 0 && !_stopping.IsCancellationRequested;
            return _busy ? _files[_order.Dequeue()] : null;
        }
    }

    private void Remove(MediaFile file)
    {
        lock (_lock)
        {
            if (_files[file.FileId] == file)
            {
                _files.Remove(file.FileId);
                _bytes -= BytesOf(file);
            }
            else
            {
                // A newer version has taken its place meanwhile.
                _order.Enqueue(file.FileId);
            }
        }
    }

    private void TryLater(MediaFile file)
    {
        lock (_lock)
            _order.Enqueue(file.FileId);
    }

    // Texts have two bytes a character, and a segment some hundred around its text.
    private static long BytesOf(MediaFile file) => 1000 + file.Segments.Sum(segment => 100L + (2 * segment.SegmentText.Length));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "File {FileId} is not kept for a later save: too many wait for the store")]
        public static partial void NoRoom(ILogger logger, FileId fileId);

        [LoggerMessage(2, LogLevel.Information, "{Count} files that could not be stored at first are stored now")]
        public static partial void Stored(ILogger logger, int count);
    }
}
