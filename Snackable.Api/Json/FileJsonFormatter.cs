using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Snackable.Api.Http;
using Snackable.Application.Files;

namespace Snackable.Api.Json;

/// <summary>
/// Writes a file as JSON under a strong entity tag, or tells a client who has these very bytes that they are still right (RFC 9110,
/// section 13.1.2).
/// </summary>
internal sealed class FileJsonFormatter : TextOutputFormatter
{
    private const int UsualSize = 32 * 1024;
    private const int TagBytes = 16;

    private static readonly JsonWriterOptions Json = new() { Encoder = JsonRegistration.Encoder };

    // Whoever has an answer may keep it, and asks whether it is still right each time: a file can be updated.
    private static readonly string Revalidate =
        new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.Zero, MustRevalidate = true }.ToString();

    public FileJsonFormatter()
    {
        SupportedMediaTypes.Add("application/json");
        SupportedEncodings.Add(Encoding.UTF8);
    }

    public override async Task WriteResponseBodyAsync(OutputFormatterWriteContext context, Encoding selectedEncoding)
    {
        var http = context.HttpContext;
        var body = Serialize((FileResponse)context.Object!);
        var coding = http.RequestServices.GetRequiredService<IResponseCompressionProvider>().Negotiate(http);
        var tag = Tag(body.WrittenSpan, coding);

        var headers = http.Response.Headers;
        headers.ETag = tag.ToString();
        headers.CacheControl = Revalidate;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (IsKnown(tag, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            headers.ContentType = default;
            return;
        }

        headers.ContentLength = body.WrittenCount;

        // Written to its end even if the client has left: what was begun may be what the cache keeps.
        await http.Response.Body.WriteAsync(body.WrittenMemory, CancellationToken.None);
    }

    protected override bool CanWriteType(Type? type) => type == typeof(FileResponse);

    private static ArrayBufferWriter<byte> Serialize(FileResponse file)
    {
        var body = new ArrayBufferWriter<byte>(UsualSize);
        using var writer = new Utf8JsonWriter(body, Json);
        JsonSerializer.Serialize(writer, file, ApiJsonContext.Default.FileResponse);
        return body;
    }

    // The compressed bytes follow from the plain ones, the coding, and the compressor, which comes with the runtime.
    private static EntityTagHeaderValue Tag(ReadOnlySpan<byte> body, string coding)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(body);
        hash.AppendData(Encoding.UTF8.GetBytes($"{coding} {Environment.Version}"));
        return new EntityTagHeaderValue($"\"{WebEncoders.Base64UrlEncode(hash.GetHashAndReset().AsSpan(0, TagBytes))}\"");
    }

    // Weak comparison, as the RFC says: a cache on the way may have weakened the tag.
    private static bool IsKnown(EntityTagHeaderValue tag, HttpRequest request) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(one => one == EntityTagHeaderValue.Any || one.Compare(tag, useStrongComparison: false));
}
