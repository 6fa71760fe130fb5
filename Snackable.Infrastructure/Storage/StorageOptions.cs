namespace Snackable.Infrastructure.Storage;

/// <summary>Where files are stored. The store that is chosen says whether it can use the address.</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// <c>DB_CONNECTION_STRING</c>: <c>mongodb://</c> or <c>mongodb+srv://</c> chooses MongoDB, anything else is a SQLite
    /// connection string.
    /// </summary>
    public string DbConnectionString { get; set; } = "Data Source=snackable.db";

    /// <summary>Whether the connection string chooses MongoDB.</summary>
    public bool IsMongo =>
        DbConnectionString.StartsWith("mongodb://", StringComparison.OrdinalIgnoreCase)
        || DbConnectionString.StartsWith("mongodb+srv://", StringComparison.OrdinalIgnoreCase);
}
