namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>The file that a database was opened from, told from a later one in its place by the time when it was created.</summary>
// On a file system without creation times .NET returns a time that changes with each write: the file is then opened again more often than
// necessary.
internal sealed class DatabaseFile(string path, TimeProvider clock)
{
    // A check costs 7% of a read: reads check once a second.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly DateTime _createdAt = File.GetCreationTimeUtc(path);
    private long _checkedAt = clock.GetTimestamp();

    /// <summary>Whether the last check was less than a second ago.</summary>
    public bool WasThereLately => clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) < CheckInterval;

    /// <summary>Checks that the file is still there.</summary>
    public bool IsStillThere()
    {
        Volatile.Write(ref _checkedAt, clock.GetTimestamp());
        return File.GetCreationTimeUtc(path) == _createdAt;
    }
}
