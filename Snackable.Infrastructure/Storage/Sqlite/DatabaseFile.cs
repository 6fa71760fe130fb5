namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>
/// The file that a database was opened from, told from a later one in its place by the time when it was created. An immutable one is also told
/// from what it was before it was written to.
/// </summary>
// On a file system without creation times .NET returns a time that changes with each write: the file is then opened again more often than
// necessary.
internal sealed class DatabaseFile(string path, bool isImmutable, TimeProvider clock)
{
    // A check costs 7% of a read: reads check once a second.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly DateTime _createdAt = File.GetCreationTimeUtc(path);
    private readonly (DateTime, long) _content = isImmutable ? ContentOf(path) : default;
    private long _checkedAt = clock.GetTimestamp();

    /// <summary>Whether SQLite was told that nobody writes to the file: it takes no locks then.</summary>
    public bool IsImmutable => isImmutable;

    /// <summary>Whether the last check was less than a second ago. Each read of an immutable file needs a check.</summary>
    public bool WasThereLately => !isImmutable && clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) < CheckInterval;

    /// <summary>Whether a file has all that was written to its database: what a writer has not moved there lies in a file beside it.</summary>
    public static bool IsComplete(string path) => new FileInfo($"{path}-wal") is not { Exists: true, Length: > 0 };

    /// <summary>Checks that the file is still there.</summary>
    public bool IsStillThere()
    {
        Volatile.Write(ref _checkedAt, clock.GetTimestamp());
        return File.GetCreationTimeUtc(path) == _createdAt && (!isImmutable || (IsComplete(path) && ContentOf(path) == _content));
    }

    private static (DateTime WrittenAt, long Length) ContentOf(string path) =>
        new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;
}
