using System.Globalization;
using Microsoft.Data.Sqlite;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>The tables, as a list of steps. A database stores in <c>user_version</c> how many steps it has taken.</summary>
internal static class SqliteSchema
{
    // Append only: a step that has been released is never edited.
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE files (
            file_id            TEXT    NOT NULL PRIMARY KEY,
            processing_status  TEXT    NOT NULL,
            file_name          TEXT    NOT NULL,
            file_length_ms     INTEGER,
            mp3_path           TEXT    NOT NULL,
            original_file_path TEXT    NOT NULL,
            series_title       TEXT,
            segments           BLOB    NOT NULL, -- UTF-8 JSON
            fetched_at_ticks   INTEGER NOT NULL  -- 100 ns since 0001-01-01T00:00:00Z
        )
        """,
        """
        CREATE TABLE catalog (
            file_id           TEXT    NOT NULL PRIMARY KEY,
            processing_status TEXT    NOT NULL,
            list_offset       INTEGER NOT NULL,
            seen_at_ticks     INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
    ];

    /// <summary>Whether the database has taken all steps.</summary>
    /// <exception cref="FileStoreException">The database was written by a later release.</exception>
    public static bool IsCurrent(SqliteConnection connection) => StepsTaken(connection) == Steps.Length;

    /// <summary>Takes the steps that are missing. Runs inside a transaction.</summary>
    /// <returns>How many steps were taken.</returns>
    /// <exception cref="FileStoreException">The database was written by a later release.</exception>
    public static int Upgrade(SqliteConnection connection)
    {
        var taken = StepsTaken(connection);
        using var command = connection.CreateCommand();
        foreach (var step in Steps.Skip(taken).Append($"PRAGMA user_version = {Steps.Length}"))
        {
            command.CommandText = step;
            command.ExecuteNonQuery();
        }

        return Steps.Length - taken;
    }

    private static int StepsTaken(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var taken = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        return taken <= Steps.Length
            ? taken
            : throw new FileStoreException($"The SQLite database has schema version {taken}; this release knows versions up to {Steps.Length}.");
    }
}
