using Microsoft.Data.Sqlite;

namespace Snackable.Infrastructure.Storage.Sqlite;

/// <summary>Reads a SQLite connection string.</summary>
internal static class SqliteAddress
{
    /// <summary>Whether the connection string names a file that can be opened without a password.</summary>
    public static bool IsValid(string connectionString)
    {
        try
        {
            var settings = new SqliteConnectionStringBuilder(connectionString);
            return settings.DataSource.Length > 0
                && !settings.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
                && !settings.DataSource.Contains("mode=memory", StringComparison.OrdinalIgnoreCase)
                && settings.Mode is not SqliteOpenMode.Memory
                && settings.Password.Length == 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }
}
