using System.Text.Json;
using System.Text.Json.Serialization;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>Reads whole numbers however they are written: to JSON, <c>1200</c>, <c>1200.0</c> and <c>1.2e3</c> are one number (RFC 8259).</summary>
internal sealed class WholeNumberConverter : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out var number))
                return number;
            if (reader.TryGetDecimal(out var written) && decimal.IsInteger(written) && written is >= long.MinValue and <= long.MaxValue)
                return (long)written;
        }

        throw new JsonException("A whole number was expected.");
    }

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
