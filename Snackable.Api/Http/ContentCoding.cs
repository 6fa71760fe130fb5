using System.Collections.Concurrent;
using Microsoft.AspNetCore.ResponseCompression;

namespace Snackable.Api.Http;

/// <summary>
/// The encoding that the compression will choose for a request (RFC 9110, section 8.4). The cache varies by it, not by
/// <c>Accept-Encoding</c>: browsers write that header in many ways that all lead to the same encoding.
/// </summary>
internal sealed class ContentCoding(IResponseCompressionProvider compression)
{
    private const string None = "identity";

    // Browsers and libraries send some dozens of different headers. The limits keep made-up ones from filling the memory.
    private const int MaxHeaders = 256;
    private const int MaxHeaderLength = 128;

    private readonly ConcurrentDictionary<string, string> _chosen = [];
    private int _count;

    /// <summary>Chooses the encoding's name; <c>identity</c> for none.</summary>
    public string Negotiate(HttpContext http)
    {
        var header = http.Request.Headers.AcceptEncoding;
        if (header.Count == 0)
            return None;
        var accepted = header.ToString();
        if (_chosen.TryGetValue(accepted, out var chosen))
            return chosen;
        chosen = compression.GetCompressionProvider(http)?.EncodingName ?? None;
        if (accepted.Length <= MaxHeaderLength && _count < MaxHeaders && _chosen.TryAdd(accepted, chosen))
            Interlocked.Increment(ref _count);
        return chosen;
    }
}
