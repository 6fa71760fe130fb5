using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace Snackable.Api.Http;

/// <summary>
/// Sends what an action answers with, in whatever media type. Entity tag, <c>Cache-Control</c>, <c>Vary</c> and content coding are
/// decided here for all of them.
/// </summary>
public static class Representation
{
    // Clients and caches may keep an answer, but must ask each time whether it is still current: a file can be updated.
    private static readonly string Revalidate =
        new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.Zero, MustRevalidate = true }.ToString();

    /// <summary>Renders a body and sends it whole.</summary>
    /// <param name="http">The request that it answers.</param>
    /// <param name="contentType">The media type, with its charset. Text types are compressed if <c>ContentRegistration</c> lists them.</param>
    /// <param name="render">Writes the body's bytes. When it throws, nothing has been sent.</param>
    public static async Task SendAsync(HttpContext http, string contentType, Action<IBufferWriter<byte>> render)
    {
        var services = http.RequestServices;
        var coding = services.GetRequiredService<ContentCoding>().Negotiate(http);
        using var body = services.GetRequiredService<BodyBuffers>().Rent();
        render(body.Writer);

        Describe(http.Response, contentType, EntityTag.Of(body.Writer.WrittenSpan, coding));
        http.Response.ContentLength = body.Writer.WrittenCount;

        // Write to the end even if the client has left: the cache may keep this body for everyone else.
        await http.Response.Body.WriteAsync(body.Writer.WrittenMemory, CancellationToken.None);
    }

    private static void Describe(HttpResponse response, string contentType, string entityTag)
    {
        response.ContentType = contentType;
        response.Headers.ETag = entityTag;
        response.Headers.CacheControl = Revalidate;
        // Appended: an action may vary its answers by another header, too.
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
    }
}
