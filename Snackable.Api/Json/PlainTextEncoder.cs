using System.Buffers;
using System.Text.Encodings.Web;

namespace Snackable.Api.Json;

/// <summary>
/// Leaves text in every script as it is, emoji and unusual spaces included; the framework's encoders all escape some of them. It escapes
/// what JSON requires (RFC 8259, section 7) and what JavaScript takes for the end of a line. It does not escape for HTML, since
/// <c>nosniff</c> keeps browsers from reading an answer as HTML.
/// </summary>
internal sealed unsafe class PlainTextEncoder : JavaScriptEncoder
{
    public static readonly PlainTextEncoder Instance = new();

    private static readonly JavaScriptEncoder Inner = UnsafeRelaxedJsonEscaping;

    private static readonly char[] Codes =
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\', '\u007f', '\u2028', '\u2029'];

    private static readonly SearchValues<char> Escaped = SearchValues.Create(Codes);

    private static readonly SearchValues<char> EscapedOrSurrogate =
        SearchValues.Create([.. Codes, .. Enumerable.Range('\ud800', 0x800).Select(code => (char)code)]);

    public override int MaxOutputCharactersPerInputCharacter => Inner.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && Escaped.Contains((char)unicodeScalar);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Inner.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var characters = new ReadOnlySpan<char>(text, textLength);
        for (var start = 0; start < textLength;)
        {
            var found = characters[start..].IndexOfAny(EscapedOrSurrogate);
            if (found < 0)
                return found;
            found += start;
            var isPair = found + 1 < textLength && char.IsSurrogatePair(text[found], text[found + 1]);
            if (!isPair)
                return found;
            start = found + 2;
        }

        return -1;
    }
}
