using System.ComponentModel.DataAnnotations;
using Microsoft.Data.Sqlite;
using Snackable.Infrastructure.Storage.Mongo;

namespace Snackable.Infrastructure.Storage;

/// <summary>Where files are stored.</summary>
public sealed class StorageOptions : IValidatableObject
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

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // Neither message quotes the value: it may hold a password.
        if (IsMongo && !MongoAddress.IsValid(DbConnectionString))
            yield return new ValidationResult(
                "DB_CONNECTION_STRING: is not a MongoDB address such as mongodb://user:password@host:27017/snackable;"
                + " special characters in user name and password are percent-encoded.");
        else if (!IsMongo && !NamesAFile(DbConnectionString))
            yield return new ValidationResult("DB_CONNECTION_STRING: is neither a MongoDB address nor a SQLite connection string that names a file (without a password: encryption is not supported).");
    }

    private static bool NamesAFile(string connectionString)
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
