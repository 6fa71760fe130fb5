using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Snackable.Api.Http;
using Snackable.Application.Files;

namespace Snackable.Api.Json;

/// <summary>Writes a file as JSON, whole, under a strong entity tag: the hash of the bytes that are sent (RFC 9110, section 8.8.3).</summary>
internal sealed class FileJsonFormatter : TextOutputFormatter
{
    private static readonly string Release =
        $"{typeof(FileJsonFormatter).Module.ModuleVersionId} {Environment.Version} {RuntimeInformation.ProcessArchitecture}";

    private static readonly JsonWriterOptions Json = new() { Encoder = PlainTextEncoder.Instance };

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
        var services = http.RequestServices;
        var coding = services.GetRequiredService<ContentCoding>().Negotiate(http);
        using var body = services.GetRequiredService<BodyBuffers>().Rent();
        Serialize((FileResponse)context.Object!, body.Writer);

        var headers = http.Response.Headers;
        headers.ETag = Tag(body.Writer.WrittenSpan, coding);
        headers.CacheControl = Revalidate;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.ContentLength = body.Writer.WrittenCount;

        // Written to its end even if the client has left: what was begun may be what the cache keeps.
        await http.Response.Body.WriteAsync(body.Writer.WrittenMemory, CancellationToken.None);
    }

    protected override bool CanWriteType(Type? type) => type == typeof(FileResponse);

    private static void Serialize(FileResponse file, IBufferWriter<byte> body)
    {
        using var writer = new Utf8JsonWriter(body, Json);
        JsonSerializer.Serialize(writer, file, ApiJsonContext.Default.FileResponse);
    }

    // The compressed bytes follow from the plain ones, the coding, how this release compresses, and the runtime's compressor on this kind of machine.
    private static string Tag(ReadOnlySpan<byte> body, string coding)
    {
        var hash = new XxHash128();
        hash.Append(body);
        hash.Append(Encoding.UTF8.GetBytes($"{coding} {Release}"));
        return $"\"{WebEncoders.Base64UrlEncode(hash.GetCurrentHash())}\"";
    }
}
