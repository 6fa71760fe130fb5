using DnsClient;
using MongoDB.Bson;
using MongoDB.Driver;
using Snackable.Application.Storage;

namespace Snackable.Infrastructure.Storage.Mongo;

/// <summary>Turns the driver's failures into <see cref="FileStoreException"/>, with messages that hold no address, no user and no document.</summary>
internal static class MongoFailure
{
    private const int DocumentTooLarge = 10334;

    /// <summary>Whether the server can't be used at the moment, as opposed to refusing one call.</summary>
    public static bool IsUnavailable(Exception exception) => exception
        is MongoConnectionException
        or MongoConnectionPoolPausedException
        or MongoConfigurationException // DNS does not resolve the address at the moment.
        or MongoNotPrimaryException
        or MongoNodeIsRecoveringException
        or DnsResponseException
        or TimeoutException
        or OperationCanceledException;

    /// <summary>Whether a document could not be read as what it should be.</summary>
    public static bool IsMalformed(Exception exception) => exception is FormatException or BsonException;

    /// <summary>Whether a document was not written because of its size. The driver notices it while it serializes.</summary>
    public static bool IsTooLarge(Exception exception) =>
        IsMalformed(exception) || exception is MongoWriteException { WriteError.Code: DocumentTooLarge };

    public static FileStoreException Translate(Exception exception) => new(Reason(exception), exception);

    private static string Reason(Exception exception) => exception switch
    {
        MongoAuthenticationException => "MongoDB refuses the user name or the password.",
        OperationCanceledException => "MongoDB did not answer in time.",
        MongoWriteException { WriteError.Code: var code } => $"MongoDB refused a write (code {code}).",
        MongoCommandException { Code: var code, CodeName: var name } => $"MongoDB refused a command ({name ?? "no name"}, code {code}).",
        _ when IsUnavailable(exception) => "MongoDB can't be reached.",
        _ => $"MongoDB failed ({exception.GetType().Name}).",
    };
}
