namespace Snackable.Benchmarks.Warm;

/// <summary>The content codings that are measured.</summary>
internal static class Coding
{
    public const string Identity = "identity";

    public static readonly string[] All = [Identity, "br", "gzip"];
}
