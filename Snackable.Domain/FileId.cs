using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Snackable.Domain;

/// <summary>The identity of a file: a UUID (RFC 9562), the same one in the processing API and in the presentation API.</summary>
/// <param name="Value">The UUID's 128 bits.</param>
public readonly record struct FileId(Guid Value)
{
    private const int CanonicalLength = 36;

    private static readonly SearchValues<char> CanonicalCharacters = SearchValues.Create("0123456789abcdefABCDEF-");

    /// <summary>Reads the canonical form, 32 hexadecimal digits in five groups joined by hyphens, in either case.</summary>
    /// <param name="text">What a caller or the processing API sent.</param>
    /// <param name="fileId">The identity, when the text is one.</param>
    /// <returns>Whether the text is a UUID.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out FileId fileId)
    {
        // The framework alone would read spaces around it, and signs within.
        var value = Guid.Empty;
        var isUuid = text?.Length == CanonicalLength && !text.AsSpan().ContainsAnyExcept(CanonicalCharacters) && Guid.TryParseExact(text, "D", out value);
        fileId = new FileId(value);
        return isUuid;
    }

    /// <summary>Reads the canonical form of an identity that is already known to be one.</summary>
    /// <param name="text">The UUID's canonical form.</param>
    /// <exception cref="FormatException">The text is not a UUID.</exception>
    public static FileId Parse(string text) => new(Guid.ParseExact(text, "D"));

    /// <summary>The canonical form in lower case, as RFC 9562 asks writers to write it.</summary>
    public override string ToString() => Value.ToString("D");
}
