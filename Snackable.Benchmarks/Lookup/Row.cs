namespace Snackable.Benchmarks.Lookup;

/// <summary>One line of the table.</summary>
/// <param name="Work">What was done.</param>
/// <param name="AtMost">What it may cost.</param>
/// <param name="Measured">What it did cost.</param>
/// <param name="Earlier">What it cost the model of the earlier version, or would cost: then it says what was measured.</param>
/// <param name="IsWithin">Whether the bound is kept; <see langword="null"/> where there is none.</param>
internal sealed record Row(string Work, string AtMost, string Measured, string Earlier, bool? IsWithin)
{
    /// <summary>The table's head.</summary>
    public const string Head = """
        | work | at most | measured | earlier version's model | verdict |
        | --- | --- | --- | --- | --- |
        """;

    public override string ToString() => $"| {Work} | {AtMost} | {Measured} | {Earlier} | {Verdict} |";

    private string Verdict => IsWithin switch
    {
        true => "ok",
        false => "EXCEEDED",
        null => "",
    };
}
