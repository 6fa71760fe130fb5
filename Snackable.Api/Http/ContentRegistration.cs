using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Snackable.Api.Http;

/// <summary>Registers how the bodies of answers are made and compressed.</summary>
internal static class ContentRegistration
{
    // The framework lists plain text, HTML and JSON itself.
    private static readonly string[] MoreTextTypes = ["application/problem+json", "application/x-subrip", "text/markdown", "text/vtt"];

    public static IServiceCollection AddContent(this IServiceCollection services)
    {
        services.AddSingleton<BodyBuffers>();
        services.AddSingleton<ContentCoding>();
        services.AddResponseCompression(compression =>
        {
            // Safe over HTTPS: no answer holds a secret that an attacker could guess from its compressed length (BREACH).
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, .. MoreTextTypes];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });

        // An answer is compressed once and sent many times: a higher level pays.
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);
        return services;
    }
}
