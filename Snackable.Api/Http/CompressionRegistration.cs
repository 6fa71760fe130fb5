using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Snackable.Api.Http;

/// <summary>Registers the compression of answers.</summary>
internal static class CompressionRegistration
{
    public static IServiceCollection AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(compression =>
        {
            // Safe over HTTPS: no answer holds a secret that what a caller sends could be compared with.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });

        services.AddSingleton<ContentCoding>();

        // An answer is compressed once and sent many times.
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);
        return services;
    }
}
