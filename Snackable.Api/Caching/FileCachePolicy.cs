using System.Globalization;
using Microsoft.AspNetCore.OutputCaching;
using Snackable.Api.Http;
using Snackable.Domain;

namespace Snackable.Api.Caching;

/// <summary>
/// Decides which answers about files the output cache keeps. The key is method, scheme and path, the content coding, the file's version
/// and the action's options. The host and other query parameters are no part of it: they would have the same answer made again.
/// </summary>
/// <param name="fileIdName">The route value that holds the file's id.</param>
/// <param name="options">The query parameters that tell answers apart.</param>
/// <param name="duration">How long an answer is kept.</param>
/// <param name="versions">The files' versions.</param>
/// <param name="coding">The encoding that an answer is sent in.</param>
internal sealed class FileCachePolicy(
    string fileIdName, IReadOnlyList<CacheKeyOption> options, TimeSpan duration, AnswerVersions versions, ContentCoding coding)
    : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsGet(http.Request.Method) || !TryGetFileId(http, out var fileId) || ReadOptions(http) is not { } given)
            return ValueTask.CompletedTask;

        // Ignore the request's Cache-Control: with only-if-cached the middleware would answer 504. Ignore If-Modified-Since, too: an
        // answer has no date of modification (RFC 9110, section 13.1.3), and the middleware would compare with the time it was made.
        http.Request.Headers.CacheControl = default;
        http.Request.Headers.IfModifiedSince = default;

        context.EnableOutputCaching = true;
        context.AllowCacheLookup = true;
        context.AllowCacheStorage = true;

        // Ingestions are shared already. With a lock here, all who wait would fail when the first caller leaves.
        context.AllowLocking = false;
        context.ResponseExpirationTimeSpan = duration;

        var rules = context.CacheVaryByRules;
        rules.VaryByHost = false;
        rules.CacheKeyPrefix = Prefix(coding.Negotiate(http), versions.Of(fileId), given);
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        if (TryGetFileId(context.HttpContext, out var fileId))
            context.Tags.Add(fileId.ToString());

        // A 304 here is a 200 behind the cache: ConditionalRequests changes only what the client gets, and the cache keeps the whole answer.
        var response = context.HttpContext.Response;
        context.AllowCacheStorage &= response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified
            && response.Headers.ETag.Count == 1;
        return ValueTask.CompletedTask;
    }

    private bool TryGetFileId(HttpContext http, out FileId fileId) => FileId.TryParse(http.GetRouteValue(fileIdName) as string, out fileId);

    private string? ReadOptions(HttpContext http) => options.Count == 0 ? "" : CacheKeyOption.ReadAll(options, http.Request.Query);

    // Most requests have no options and a file that was never replaced: their prefix needs no new string.
    private static string Prefix(string coding, long version, string options) =>
        version == 0 && options.Length == 0 ? coding : string.Create(CultureInfo.InvariantCulture, $"{coding} {version} {options}");
}
