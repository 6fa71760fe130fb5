using MongoDB.Driver;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>Reads a <c>mongodb://</c> or <c>mongodb+srv://</c> address.</summary>
internal static class MongoAddress
{
    private const string DefaultDatabase = "snackable";

    /// <summary>Whether MongoDB's driver can use the address. Why not is nobody's to know: the reasons quote parts of it.</summary>
    public static bool IsValid(string connectionString)
    {
        try
        {
            var url = new MongoUrl(connectionString);
            _ = new DatabaseNamespace(DatabaseName(url));
            // What an address of the other kind means is not known before DNS has been asked.
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

    /// <summary>The database named in the address's path, or ours. Not put into the address: it would become the place where users are looked up.</summary>
    public static string DatabaseName(MongoUrl url) => string.IsNullOrEmpty(url.DatabaseName) ? DefaultDatabase : url.DatabaseName;
}
