using System.ComponentModel.DataAnnotations;

namespace Snackable.Api.Http;

/// <summary>The origins of web pages that may read the answers in a browser.</summary>
public sealed class CrossOriginOptions : IValidatableObject
{
    /// <summary>Allows every origin.</summary>
    public const string Any = "*";

    /// <summary>
    /// <c>CORS_ORIGINS</c>: the origins of frontends, such as <c>https://app.example.com</c>, separated by commas; <c>*</c> for all;
    /// none by default.
    /// </summary>
    public string CorsOrigins { get; set; } = "";

    /// <summary>The origins one by one.</summary>
    public IReadOnlyList<string> Origins => CorsOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether every origin is allowed.</summary>
    public bool AllowsAny => Origins.Contains(Any);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var origin in Origins.Where(origin => origin != Any && !IsOrigin(origin)))
            yield return new ValidationResult($"CORS_ORIGINS: '{origin}' is not an origin such as https://app.example.com, and not *.");
        if (AllowsAny && Origins.Count > 1)
            yield return new ValidationResult("CORS_ORIGINS: * stands for every origin, and needs no other beside it.");
    }

    // Browsers send scheme, host and port, and nothing after them (RFC 6454, section 6.2).
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase)
        && url.UserInfo.Length == 0;
}
