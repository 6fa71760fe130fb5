using Microsoft.AspNetCore.ResponseCompression;

namespace Snackable.Api.Http;

/// <summary>How the body of an answer is encoded on its way (RFC 9110, section 8.4).</summary>
internal static class ContentCoding
{
    private const string None = "identity";

    /// <summary>The coding that the compression will choose for a request: what is varied by, not the header that it is chosen by.</summary>
    public static string Negotiate(this IResponseCompressionProvider compression, HttpContext http) =>
        compression.CheckRequestAcceptsCompression(http) ? compression.GetCompressionProvider(http)?.EncodingName ?? None : None;
}
