using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Snackable.Api.Http;

/// <summary>Makes strong entity tags: equal tags mean equal bytes (RFC 9110, section 8.8.3).</summary>
internal static class EntityTag
{
    // Compressed bytes depend on more than the plain ones: on our settings, on the runtime's compressor and on the kind of processor.
    private static readonly string Release =
        $"{typeof(EntityTag).Module.ModuleVersionId} {Environment.Version} {RuntimeInformation.ProcessArchitecture}";

    /// <summary>Makes the tag of a body, with its quotation marks.</summary>
    /// <param name="body">The body's bytes before compression.</param>
    /// <param name="coding">The content coding that the body is sent in.</param>
    public static string Of(ReadOnlySpan<byte> body, string coding)
    {
        var hash = new XxHash128();
        hash.Append(body);
        hash.Append(Encoding.UTF8.GetBytes($"{coding} {Release}"));
        return $"\"{WebEncoders.Base64UrlEncode(hash.GetCurrentHash())}\"";
    }
}
