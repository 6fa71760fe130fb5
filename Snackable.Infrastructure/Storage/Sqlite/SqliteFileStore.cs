using System.Text.Json;
using Microsoft.Data.Sqlite;
using Snackable.Application.Storage;
using Snackable.Domain;
using SQLitePCL;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>Files in SQLite: one row a file, its segments with it.</summary>
public sealed class SqliteFileStore(SqliteDatabase database) : IFileStore
{
    private const string Find = """
        SELECT processing_status, file_name, file_length_ms, mp3_path, original_file_path, series_title, segments, fetched_at_ticks
        FROM files WHERE file_id = $file_id
        """;

    private const string Add = """
        INSERT INTO files (file_id, processing_status, file_name, file_length_ms, mp3_path, original_file_path, series_title, segments,
            fetched_at_ticks)
        VALUES ($file_id, $processing_status, $file_name, $file_length_ms, $mp3_path, $original_file_path, $series_title, $segments,
            $fetched_at_ticks)
        ON CONFLICT (file_id) DO NOTHING
        """;

    private const string Replace = """
        UPDATE files SET processing_status = $processing_status, file_name = $file_name, file_length_ms = $file_length_ms,
            mp3_path = $mp3_path, original_file_path = $original_file_path, series_title = $series_title,
            segments = $segments, fetched_at_ticks = $fetched_at_ticks
        WHERE file_id = $file_id AND fetched_at_ticks < $fetched_at_ticks
        """;

    /// <inheritdoc />
    public Task<MediaFile?> FindAsync(FileId fileId, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            var command = connection.Command(Find);
            command.Parameters.AddWithValue("$file_id", fileId.ToString());
            using var row = command.ExecuteReader();
            return row.Read() ? Read(fileId, row) : null;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlySet<FileId>> FilterStoredAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            var command = connection.Command("SELECT file_id FROM files WHERE file_id IN (SELECT value FROM json_each($file_ids))");
            command.Parameters.AddWithValue("$file_ids", JsonSerializer.Serialize(fileIds.Select(fileId => fileId.ToString())));
            using var row = command.ExecuteReader();
            var stored = new HashSet<FileId>();
            while (row.Read())
                stored.Add(FileId.Parse(row.GetString(0)));
            return (IReadOnlySet<FileId>)stored;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<SaveOutcome> SaveAsync(MediaFile file, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            Bind(command, file);
            command.CommandText = Add;
            if (command.ExecuteNonQuery() == 1)
                return SaveOutcome.Added;
            command.CommandText = Replace;
            return command.ExecuteNonQuery() == 1 ? SaveOutcome.Replaced : SaveOutcome.Superseded;
        },
        cancellationToken);

    // The driver would copy the segments before it hands them out. SQLite's own memory is valid until the row is left, and nothing of it is
    // kept: texts are decoded while they are read.
    private static MediaFile Read(FileId fileId, SqliteDataReader row)
    {
        var details = new FileDetails(
            fileId,
            FileName: row.GetString(1),
            FileLength: row.IsDBNull(2) ? null : row.GetInt64(2),
            Mp3Path: row.GetString(3),
            OriginalFilePath: row.GetString(4),
            SeriesTitle: row.IsDBNull(5) ? null : row.GetString(5));
        var segments = StoredSegment.Read(fileId, raw.sqlite3_column_blob(row.Handle, 6));
        try
        {
            return MediaFile.Restore(
                new ProcessingStatus(row.GetString(0)), details, segments, new DateTimeOffset(row.GetInt64(7), TimeSpan.Zero));
        }
        catch (Exception exception) when (exception is InvalidMediaFileException or ArgumentOutOfRangeException)
        {
            throw new FileStoreException($"The stored members of file {fileId} do not make one file.", exception);
        }
    }

    private static void Bind(SqliteCommand command, MediaFile file)
    {
        var parameters = command.Parameters;
        parameters.AddWithValue("$file_id", file.FileId.ToString());
        parameters.AddWithValue("$processing_status", file.ProcessingStatus.Word);
        parameters.AddWithValue("$file_name", file.Details.FileName);
        parameters.AddWithValue("$file_length_ms", file.Details.FileLength ?? (object)DBNull.Value);
        parameters.AddWithValue("$mp3_path", file.Details.Mp3Path);
        parameters.AddWithValue("$original_file_path", file.Details.OriginalFilePath);
        parameters.AddWithValue("$series_title", file.Details.SeriesTitle ?? (object)DBNull.Value);
        parameters.AddWithValue("$segments", StoredSegment.Write(file.Segments));
        parameters.AddWithValue("$fetched_at_ticks", file.FetchedAt.UtcTicks);
    }
}
