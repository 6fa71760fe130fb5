using System.Text.Encodings.Web;

namespace Snackable.Api.Json;

/// <summary>
/// Leaves text in every script as it is, emoji and rare ideographs included, which the framework's encoders all escape. What JSON needs
/// escaped is (RFC 8259, section 7). What only HTML would need escaped is not: every answer says what it is, and forbids browsers to take
/// it for anything else.
/// </summary>
internal sealed unsafe class PlainTextEncoder : JavaScriptEncoder
{
    public static readonly PlainTextEncoder Instance = new();

    private static readonly JavaScriptEncoder Inner = UnsafeRelaxedJsonEscaping;

    public override int MaxOutputCharactersPerInputCharacter => Inner.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && Inner.WillEncode(unicodeScalar);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Inner.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var start = 0; start < textLength;)
        {
            var found = Inner.FindFirstCharacterToEncode(text + start, textLength - start);
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
