namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>How long calls of SQLite wait for whoever else uses the file, and for the disk.</summary>
/// <param name="Read">For a read: whoever asks can be answered without the store.</param>
/// <param name="Write">For a write to get its turn. Whoever waits for a save limits it further: some happen in the background.</param>
public sealed record SqliteTimeouts(TimeSpan Read, TimeSpan Write)
{
    /// <summary>The longest ones.</summary>
    public static readonly SqliteTimeouts Max = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));

    /// <summary>The timeouts that leave a caller the time to be answered without the store.</summary>
    /// <param name="deadline">How long a caller waits in all.</param>
    public static SqliteTimeouts Within(TimeSpan deadline) => deadline / 4 < Max.Read ? Max with { Read = deadline / 4 } : Max;
}
