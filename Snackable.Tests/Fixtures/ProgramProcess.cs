using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Snackable.Tests.Fixtures;

/// <summary>One of our programs in a process of its own, which can be killed as nothing within a process can.</summary>
internal sealed partial class ProgramProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ProgramProcess(Process process) => _process = process;

    /// <summary>What it has printed.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a program.</summary>
    /// <param name="assembly">Its name, such as <c>Snackable.Api</c>.</param>
    /// <param name="settings">Variables such as <c>MAX_PAGES</c>; they win over the environment that the tests run in.</param>
    /// <param name="flags">Further arguments.</param>
    public static ProgramProcess Start(string assembly, IReadOnlyDictionary<string, string> settings, params string[] flags) =>
        StartBy([], assembly, settings, flags);

    /// <summary>Starts a program by a command that becomes it (<c>exec</c>).</summary>
    /// <inheritdoc cref="Start"/>
    public static ProgramProcess StartBy(
        string[] command, string assembly, IReadOnlyDictionary<string, string> settings, params string[] flags)
    {
        string[] line = [.. command, "dotnet", Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll")];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in flags.Concat(settings.Select(setting => $"--{setting.Key}={setting.Value}")))
            start.ArgumentList.Add(argument);
        var program = new ProgramProcess(new Process { StartInfo = start });
        program._process.OutputDataReceived += (_, line) => program._output.Enqueue(line.Data ?? "");
        program._process.ErrorDataReceived += (_, line) => program._output.Enqueue(line.Data ?? "");
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits until a web server says where it listens.</summary>
    public Uri WaitForAddress()
    {
        Assert.That(() => Output, Does.Match(ListeningOn()).After((int)Timeout.TotalMilliseconds, 25));
        return new Uri(ListeningOn().Match(Output).Groups[1].Value);
    }

    /// <summary>Waits until the program has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Timeout);
        return _process.ExitCode;
    }

    /// <summary>Ends it as <c>kill -9</c> does: nothing in it gets to know.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningOn();
}
