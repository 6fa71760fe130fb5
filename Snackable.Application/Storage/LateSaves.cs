using Microsoft.Extensions.Logging;
using Snackable.Application.Concurrency;
using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>
/// Files that could not be stored when they were fetched: they are stored in the background, once the store takes them. No request is answered
/// from here: until a file is stored, it is fetched anew.
/// </summary>
internal sealed partial class LateSaves : IAsyncDisposable
{
    /// <summary>How much memory the files may take, as far as it can be estimated: 64 MiB.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    // Two hours at least, since there is a pause after nearly each.
    private const int MaxAttempts = 1500;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly Func<MediaFile, CancellationToken, Task> _save;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BackgroundWork _saving;
    private readonly Lock _lock = new();
    private readonly Dictionary<FileId, MediaFile> _files = [];
    private readonly Queue<(FileId FileId, int Attempts)> _order = [];
    private long _bytes;

    /// <summary>Keeps nothing yet.</summary>
    /// <param name="save">Stores a file.</param>
    /// <param name="time">The clock of the pauses.</param>
    /// <param name="logger">Is told when there is no room, and when all are stored.</param>
    public LateSaves(Func<MediaFile, CancellationToken, Task> save, TimeProvider time, ILogger logger)
    {
        (_save, _time, _logger) = (save, time, logger);
        _saving = new BackgroundWork(SaveAllAsync);
    }

    /// <summary>Has a file stored as soon as possible, unless there is no room, or a newer version of it waits.</summary>
    public void Add(MediaFile file)
    {
        lock (_lock)
        {
            var known = _files.GetValueOrDefault(file.FileId);
            if (known?.FetchedAt >= file.FetchedAt)
                return;
            if (known is null)
                _order.Enqueue((file.FileId, 0));
            else
                _bytes -= BytesOf(known);
            // Where there is no room for a newer version, the older one must not be stored either.
            (_files[file.FileId], _bytes) = (file, _bytes + BytesOf(file));
            if (_bytes > MaxBytes)
            {
                Drop(file);
                Log.NoRoom(_logger, file.FileId);
                return;
            }
        }

        _saving.Wake();
    }

    /// <summary>Ends the attempt under way. What is not stored by then is fetched anew by the next process.</summary>
    public ValueTask DisposeAsync() => _saving.DisposeAsync();

    private async Task SaveAllAsync(CancellationToken stopping)
    {
        var (count, failing) = (0, false);
        while (!stopping.IsCancellationRequested && Next() is var (file, attempts))
        {
            try
            {
                await _save(file, stopping);
                Drop(file);
                (count, failing) = (count + 1, false);
            }
            catch (Exception exception)
            {
                // The store has said why when the file was fetched.
                if (attempts == MaxAttempts || exception is not FileStoreException { IsPermanent: false })
                {
                    Drop(file);
                    Log.GivenUp(_logger, file.FileId, exception.Message);
                    continue;
                }

                // One file that fails must not hold up the others; two in a row are an outage.
                if (failing)
                    await Task.Delay(PauseAfterFailure, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                failing = true;
                TryLater(file.FileId, attempts);
            }
        }

        if (count > 0)
            Log.Stored(_logger, count);
    }

    private (MediaFile File, int Attempts)? Next()
    {
        lock (_lock)
        {
            while (_order.TryDequeue(out var next))
            {
                if (_files.TryGetValue(next.FileId, out var file))
                    return (file, next.Attempts + 1);
            }

            return null;
        }
    }

    private void TryLater(FileId fileId, int attempts)
    {
        lock (_lock)
            _order.Enqueue((fileId, attempts));
    }

    // A newer version may have taken its place meanwhile: it stays.
    private void Drop(MediaFile file)
    {
        lock (_lock)
        {
            if (_files.GetValueOrDefault(file.FileId) != file)
            {
                _order.Enqueue((file.FileId, 0));
                return;
            }

            _files.Remove(file.FileId);
            _bytes -= BytesOf(file);
        }
    }

    // Texts have two bytes a character, and a segment some hundred around its text.
    private static long BytesOf(MediaFile file) => 1000 + file.Segments.Sum(segment => 100L + (2 * segment.SegmentText.Length));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "File {FileId} is not kept for a later save: too many wait for the store")]
        public static partial void NoRoom(ILogger logger, FileId fileId);

        [LoggerMessage(3, LogLevel.Warning, "File {FileId} is not stored, and not tried again: {Reason}")]
        public static partial void GivenUp(ILogger logger, FileId fileId, string reason);

        [LoggerMessage(2, LogLevel.Information, "{Count} files that could not be stored at first are stored now")]
        public static partial void Stored(ILogger logger, int count);
    }
}
