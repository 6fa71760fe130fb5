using MongoDB.Driver;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>Reads a <c>mongodb://</c> or <c>mongodb+srv://</c> address.</summary>
internal static class MongoAddress
{
    private const string DefaultDatabase = "snackable";

    /// <summary>Whether MongoDB's driver can use the address. The driver's reason is not passed on: it may quote the password.</summary>
    public static bool IsValid(string connectionString)
    {
        try
        {
            var url = new MongoUrl(connectionString);
            _ = new DatabaseNamespace(DatabaseName(url));
            // The settings of a mongodb+srv address are not known before DNS is asked.
            if (url.Scheme == MongoDB.Driver.Core.Configuration.ConnectionStringScheme.MongoDB)
                MongoClientSettings.FromUrl(url).Freeze();
            return true;
        }
        catch (Exception exception) when (exception is MongoConfigurationException or ArgumentException or FormatException
            or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The database in the address's path, or the default. It is not put into the address: there it would also become the authentication database.</summary>
    public static string DatabaseName(MongoUrl url) => string.IsNullOrEmpty(url.DatabaseName) ? DefaultDatabase : url.DatabaseName;
}
