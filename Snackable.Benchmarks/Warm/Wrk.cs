using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Snackable.Benchmarks.Warm;

/// <summary>The load generator wrk (in Debian: <c>apt-get install wrk</c>), with connections that stay open.</summary>
internal static partial class Wrk
{
    /// <summary>How many connections are open, each with one request at a time.</summary>
    public const int Connections = 32;

    // One is enough to keep the servers busy, and leaves them more of a small machine.
    private const int Threads = 1;

    /// <summary>Loads a server.</summary>
    /// <param name="url">What is asked for, unless a script says otherwise.</param>
    /// <param name="duration">For how long; whole seconds.</param>
    /// <param name="header">A request header, if any.</param>
    /// <param name="script">A file with a Lua script that says what is asked for, if any.</param>
    /// <exception cref="InvalidOperationException">wrk is not installed, or met answers that are no success.</exception>
    public static async Task<Load> RunAsync(Uri url, TimeSpan duration, string? header = null, string? script = null)
    {
        string[] arguments =
        [
            $"-t{Threads}", $"-c{Connections}", $"-d{duration.TotalSeconds:0}s", "--latency",
            .. header is null ? [] : (string[])["-H", header],
            .. script is null ? [] : (string[])["-s", script],
            url.ToString(),
        ];
        var output = await RunAsync(arguments);
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException($"The load met failures:{Environment.NewLine}{output}");
        var (amount, unit) = (Number(Slowest().Match(output).Groups[1].Value), Slowest().Match(output).Groups[2].Value);
        return new Load(Number(Rate().Match(output).Groups[1].Value), amount * Milliseconds(unit));
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        try
        {
            using var wrk = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
            var output = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            return wrk.ExitCode == 0 ? output : throw new InvalidOperationException($"wrk failed:{Environment.NewLine}{output}");
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("wrk is not installed. In Debian and its kin: apt-get install wrk");
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Milliseconds(string unit) => unit switch
    {
        "us" => 0.001,
        "ms" => 1,
        "s" => 1000,
        _ => throw new FormatException($"wrk's unit of time is not known: {unit}"),
    };

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(\w+)")]
    private static partial Regex Slowest();
}

/// <summary>How a server did under load.</summary>
/// <param name="Rate">Answers per second.</param>
/// <param name="P99">The time that 99 of 100 answers took at most, in ms.</param>
internal sealed record Load(double Rate, double P99)
{
    /// <summary>The middle of each figure.</summary>
    public static Load Median(IReadOnlyCollection<Load> loads) => new(
        loads.Select(load => load.Rate).Order().ElementAt(loads.Count / 2),
        loads.Select(load => load.P99).Order().ElementAt(loads.Count / 2));
}
