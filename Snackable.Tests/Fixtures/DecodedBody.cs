using System.IO.Compression;

namespace Snackable.Tests.Fixtures;

/// <summary>Reads bodies as clients do that asked for an encoding by themselves.</summary>
internal static class DecodedBody
{
    /// <summary>The text that a response carries, in whatever encoding it says.</summary>
    public static async Task<string> ReadTextAsync(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        });
        return await reader.ReadToEndAsync();
    }
}
