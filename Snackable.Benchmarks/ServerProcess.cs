using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Snackable.Benchmarks;

/// <summary>A web server as a process of its own, on a free port of this machine, so that it shares nothing with what measures it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>How often a start is measured: the median counts.</summary>
    public const int Starts = 5;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Stopwatch _watch;

    private ServerProcess(Process process, Uri address, Stopwatch watch) => (_process, Address, _watch) = (process, address, watch);

    public Uri Address { get; }

    /// <summary>How long it took from the process's start to the first right answer.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>How long ago the process was started.</summary>
    public TimeSpan Age => _watch.Elapsed;

    /// <summary>The most memory that the process has ever had resident, in MiB, as Linux counts it.</summary>
    public int PeakMemoryMb => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();

    /// <summary>Starts the presentation API, without a processing API behind it.</summary>
    /// <param name="connectionString">Its store.</param>
    /// <param name="path">The address whose answer is waited for.</param>
    /// <param name="expected">What the answer must hold.</param>
    /// <param name="settings">More variables.</param>
    public static Task<ServerProcess> StartApiAsync(
        string connectionString, string path, string expected, params (string Name, string Value)[] settings) =>
        StartAsync(
            ["Snackable.Api.dll"],
            path,
            expected,
            [("PROCESSING_API_HOST", "http://127.0.0.1:1"), ("DB_CONNECTION_STRING", connectionString), .. settings]);

    /// <summary>How long the presentation API takes until it says that it is ready, its store included.</summary>
    public static async Task<TimeSpan> MedianApiStartAsync(string connectionString)
    {
        var times = new TimeSpan[Starts];
        for (var round = 0; round < Starts; round++)
        {
            await using var server = await StartApiAsync(connectionString, "/health/ready", "\"status\":\"Healthy\"");
            times[round] = server.StartTime;
        }

        return Stopwatches.Median(times);
    }

    /// <summary>Starts a program that lies beside this one.</summary>
    /// <param name="arguments">The program and its arguments.</param>
    /// <param name="path">The address whose answer is waited for.</param>
    /// <param name="expected">What the answer must hold.</param>
    /// <param name="settings">Its environment.</param>
    public static async Task<ServerProcess> StartAsync(
        IReadOnlyList<string> arguments, string path, string expected, params (string Name, string Value)[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, arguments[0]), .. arguments.Skip(1)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = address.ToString();

        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var errors = new ConcurrentQueue<string?>();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process, address, watch);
        using var client = new HttpClient { BaseAddress = address, Timeout = StartTimeout };
        while (!await AnswersAsync(client, path, expected))
        {
            if (process.HasExited || watch.Elapsed > StartTimeout)
            {
                await server.DisposeAsync();
                throw new InvalidOperationException($"{arguments[0]} did not start. {string.Join(Environment.NewLine, errors)}");
            }

            await Task.Delay(5);
        }

        server.StartTime = watch.Elapsed;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string path, string expected)
    {
        try
        {
            using var answer = await client.GetAsync(path);
            return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains(expected, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
