using System.Globalization;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Options;
using Snackable.Api.Http;
using Snackable.Domain;

namespace Snackable.Api.Caching;

/// <summary>
/// Which answers about files the output cache keeps, and what tells one from another: besides method, scheme and path, the negotiated coding
/// and the file's version. Neither the query nor the host does, so that nobody can have the same answer made again and again.
/// </summary>
internal sealed class FileCachePolicy(AnswerVersions versions, ContentCoding coding, IOptions<CacheOptions> options)
    : IOutputCachePolicy
{
    /// <summary>The policy's name, for the actions that it is meant for.</summary>
    public const string Name = "file";

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        if (options.Value.CacheSeconds == 0 || !HttpMethods.IsGet(http.Request.Method) || !TryGetFileId(http, out var fileId))
            return ValueTask.CompletedTask;

        // What a client asks of the caches on its way is not meant for this one, which would refuse to make an answer. And there is no
        // date of modification to compare with (RFC 9110, section 13.1.3); the cache would take the time of the answer for it.
        http.Request.Headers.CacheControl = default;
        http.Request.Headers.IfModifiedSince = default;

        context.EnableOutputCaching = true;
        context.AllowCacheLookup = true;
        context.AllowCacheStorage = true;

        // Ingestions are shared already, and a caller who leaves while others wait for it would fail them all.
        context.AllowLocking = false;
        context.ResponseExpirationTimeSpan = TimeSpan.FromSeconds(options.Value.CacheSeconds);

        var rules = context.CacheVaryByRules;
        rules.VaryByHost = false;
        rules.CacheKeyPrefix = Representation(coding.Negotiate(http), versions.Of(fileId));
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        if (TryGetFileId(context.HttpContext, out var fileId))
            context.Tags.Add(fileId.ToString());

        // Nothing behind the cache answers 304: it is what the client is told of a 200 that the cache keeps.
        var response = context.HttpContext.Response;
        context.AllowCacheStorage &= response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified
            && response.Headers.ETag.Count == 1;
        return ValueTask.CompletedTask;
    }

    private static bool TryGetFileId(HttpContext http, out FileId fileId) => FileId.TryParse(http.GetRouteValue("fileId") as string, out fileId);

    // Without a broker most counters never move: then there is nothing to put together.
    private static string Representation(string coding, long version) =>
        version == 0 ? coding : string.Create(CultureInfo.InvariantCulture, $"{coding} {version}");
}
