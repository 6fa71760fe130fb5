using System.Collections.Concurrent;
using Microsoft.AspNetCore.ResponseCompression;

namespace Snackable.Api.Http;

/// <summary>
/// How the body of an answer is encoded on its way (RFC 9110, section 8.4): what the compression will choose for a request, which is what
/// is varied by, and not the header that it is chosen by.
/// </summary>
internal sealed class ContentCoding(IResponseCompressionProvider compression)
{
    private const string None = "identity";

    // There are some dozens of browsers and libraries. Whoever makes headers up has each of them read anew.
    private const int MostRemembered = 256;
    private const int LongestRemembered = 128;

    private readonly ConcurrentDictionary<string, string> _chosen = [];
    private int _remembered;

    /// <summary>The coding's name; <c>identity</c> for none.</summary>
    public string Negotiate(HttpContext http)
    {
        var header = http.Request.Headers.AcceptEncoding;
        if (header.Count == 0)
            return None;
        var accepted = header.ToString();
        if (_chosen.TryGetValue(accepted, out var chosen))
            return chosen;
        chosen = compression.GetCompressionProvider(http)?.EncodingName ?? None;
        if (accepted.Length <= LongestRemembered && _remembered < MostRemembered && _chosen.TryAdd(accepted, chosen))
            Interlocked.Increment(ref _remembered);
        return chosen;
    }
}
