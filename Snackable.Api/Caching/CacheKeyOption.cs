using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Snackable.Api.Caching;

/// <summary>
/// A query parameter that tells answers apart. Its value enters the cache's key in a canonical form: <c>5</c>, <c>+5</c> and <c>005</c>
/// are one number, and would otherwise be three entries.
/// </summary>
internal sealed class CacheKeyOption
{
    private readonly string _name;
    private readonly Func<string, string?> _canonical;

    private CacheKeyOption(string name, Func<string, string?> canonical) => (_name, _canonical) = (name, canonical);

    /// <exception cref="NotSupportedException">The type has no canonical form, as a collection has none.</exception>
    public static CacheKeyOption Of(string name, Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (value == typeof(int) || value == typeof(long))
            return new(name, WholeNumber);
        if (value == typeof(bool))
            return new(name, Truth);
        if (value == typeof(string))
            return new(name, text => text);
        throw new NotSupportedException($"The cached option {name} has the type {type}, which has no canonical form yet.");
    }

    /// <summary>Reads the options in their order, as a canonical query: <c>from=0&amp;limit=5</c>.</summary>
    /// <returns><see langword="null"/> if a value can't be read: the request will be refused, and its answer must not be kept.</returns>
    public static string? ReadAll(IReadOnlyList<CacheKeyOption> options, IQueryCollection query)
    {
        var given = new List<string>(options.Count);
        foreach (var option in options)
        {
            if (!query.TryGetValue(option._name, out var values))
                continue;
            if (option.Read(values) is not { } value)
                return null;
            given.Add($"{option._name}={Uri.EscapeDataString(value)}");
        }

        return string.Join('&', given);
    }

    private string? Read(StringValues values) => values is [{ Length: > 0 } text] ? _canonical(text) : null;

    private static string? WholeNumber(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : null;

    private static string? Truth(string text) => bool.TryParse(text, out var isTrue) ? isTrue.ToString() : null;
}
