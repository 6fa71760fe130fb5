using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Snackable.Tests.Fixtures;

/// <summary>
/// A RabbitMQ server of a test's own, from Debian's package, for tests that do it harm: the one that other tests share must stay. It has
/// its own folder, ports and epmd, and goes without a trace of it.
/// </summary>
internal sealed class RabbitMqServer : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string Control = "/usr/lib/rabbitmq/bin/rabbitmqctl";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly int _port = FreePort(), _distributionPort = FreePort(), _epmdPort = FreePort();
    private readonly Process _epmd;
    private Process? _server;

    // In the foreground: the one that Erlang starts otherwise outlives the server, and nobody knows its id.
    private RabbitMqServer() => _epmd = Start("epmd");

    /// <summary>As in <c>RABBITMQ_URL</c>. It stays the same when the server is restarted.</summary>
    public string Address => $"amqp://guest:guest@127.0.0.1:{_port}";

    /// <summary>Starts a server. Ignores the test where the package is not installed.</summary>
    public static async Task<RabbitMqServer> StartAsync()
    {
        if (!File.Exists(Program))
            Assert.Ignore($"There is no RabbitMQ to do harm to: {Program} is part of the package rabbitmq-server, which is not installed.");
        var server = new RabbitMqServer();
        try
        {
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the server with all its processes, as <c>kill -9</c> does: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        if (_server is not { } server)
            return;
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
        server.Dispose();
        _server = null;
    }

    /// <summary>Starts the server on the data that it had, and waits until it answers.</summary>
    public async Task RestartAsync()
    {
        await File.WriteAllTextAsync(PathOf("rabbitmq.conf"), $"listeners.tcp.local = 127.0.0.1:{_port}\n");
        await File.WriteAllTextAsync(PathOf("enabled_plugins"), "[].\n");
        _server = Start(Program);
        using var timeout = new CancellationTokenSource(Timeout);
        while (!await AnswersAsync())
        {
            if (_server.HasExited || timeout.IsCancellationRequested)
                throw new InvalidOperationException($"RabbitMQ does not answer. It said:\n{string.Join('\n', _output)}");
            await Task.Delay(100); // It tells nobody that it is ready.
        }
    }

    /// <summary>Lets the server take memory for short, whatever it uses; it blocks who publishes until it has enough again.</summary>
    public Task RunOutOfMemoryAsync() => ControlAsync("set_vm_memory_high_watermark", "absolute", "1");

    /// <summary>Ends what <see cref="RunOutOfMemoryAsync"/> began.</summary>
    public Task HaveMemoryAsync() => ControlAsync("set_vm_memory_high_watermark", "0.8");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _epmd.Kill();
        await _epmd.WaitForExitAsync();
        _epmd.Dispose();
        _folder.Dispose();
    }

    private async Task ControlAsync(params string[] arguments)
    {
        using var control = Start(Control, arguments);
        try
        {
            await control.WaitForExitAsync().WaitAsync(Timeout);
        }
        catch
        {
            control.Kill(entireProcessTree: true);
            throw;
        }

        if (control.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', arguments)} failed. The last lines are:\n{string.Join('\n', _output.TakeLast(20))}");
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = _folder.Path,
            ["LANG"] = "C.UTF-8",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{_epmdPort}",
            ["RABBITMQ_NODENAME"] = "snackable-test@localhost",
            ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
            ["RABBITMQ_MNESIA_BASE"] = PathOf("mnesia"),
            ["RABBITMQ_LOG_BASE"] = PathOf("log"),
            ["RABBITMQ_PID_FILE"] = PathOf("server.pid"),
            ["RABBITMQ_CONFIG_FILE"] = PathOf("rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = PathOf("enabled_plugins"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await new ConnectionFactory { Uri = new Uri(Address) }.CreateConnectionAsync();
            return true;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    // Not one that the system gives (those begin at 32768): another test's outgoing connection could take it while the server is down.
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(10_000, 26_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one, then.
            }
        }
    }
}
