using Microsoft.Data.Sqlite;
using Snackable.Application.Catalog;
using Snackable.Domain;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>The catalog in SQLite: one row a file.</summary>
public sealed class SqliteCatalogStore(SqliteDatabase database) : ICatalogStore
{
    private const string Save = """
        INSERT INTO catalog (file_id, processing_status, list_offset, seen_at_ticks)
        VALUES ($file_id, $processing_status, $list_offset, $seen_at_ticks)
        ON CONFLICT (file_id) DO UPDATE SET processing_status = excluded.processing_status,
            list_offset = excluded.list_offset, seen_at_ticks = excluded.seen_at_ticks
        WHERE excluded.seen_at_ticks >= seen_at_ticks OR excluded.processing_status = 'FINISHED'
        """;

    /// <inheritdoc />
    public Task<IReadOnlyList<CatalogEntry>> LoadAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            var command = connection.Command("SELECT file_id, processing_status, list_offset, seen_at_ticks FROM catalog");
            using var row = command.ExecuteReader();
            var entries = new List<CatalogEntry>();
            while (row.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                entries.Add(Read(row));
            }

            return (IReadOnlyList<CatalogEntry>)entries;
        },
        Timeout.InfiniteTimeSpan,
        cancellationToken);

    /// <inheritdoc />
    public Task<long> CountAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => (long)connection.Command("SELECT count(*) FROM catalog").ExecuteScalar()!,
        Timeout.InfiniteTimeSpan,
        cancellationToken);

    /// <inheritdoc />
    public Task SaveAsync(IReadOnlyCollection<CatalogEntry> entries, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = Save;
            var fileId = command.Parameters.Add("$file_id", SqliteType.Text);
            var status = command.Parameters.Add("$processing_status", SqliteType.Text);
            var offset = command.Parameters.Add("$list_offset", SqliteType.Integer);
            var seenAt = command.Parameters.Add("$seen_at_ticks", SqliteType.Integer);
            foreach (var entry in entries)
            {
                (fileId.Value, status.Value) = (entry.FileId.ToString(), entry.ProcessingStatus.Word);
                (offset.Value, seenAt.Value) = (entry.Offset, entry.SeenAt.UtcTicks);
                command.ExecuteNonQuery();
            }

            return entries.Count;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task RemoveAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM catalog WHERE file_id = $file_id";
            var parameter = command.Parameters.Add("$file_id", SqliteType.Text);
            foreach (var fileId in fileIds)
            {
                parameter.Value = fileId.ToString();
                command.ExecuteNonQuery();
            }

            return fileIds.Count;
        },
        cancellationToken);

    private static CatalogEntry Read(SqliteDataReader row) => new(
        FileId.Parse(row.GetString(0)),
        new ProcessingStatus(row.GetString(1)),
        row.GetInt32(2),
        new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero));
}
