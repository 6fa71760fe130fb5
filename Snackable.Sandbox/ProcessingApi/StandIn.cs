using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Snackable.Sandbox.ProcessingApi;

/// <summary>A faithful stand-in for the processing API that listens on a real port.</summary>
public sealed class StandIn : IAsyncDisposable
{
    // Calls in flight are given no time to end: "down" means down now, also for callers who wait at the gate.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(50);

    private readonly Endpoints _endpoints;
    private readonly Finisher _finisher;
    private readonly IPAddress _listenOn;
    private WebApplication? _app;

    private StandIn(StandInOptions options, int port, IPAddress listenOn, TimeProvider time)
    {
        _listenOn = listenOn;
        Address = AddressOf(port);
        Files = new FileList(SandboxFiles.Catalog(options.FileCount));
        _finisher = new Finisher(Files, options.FinishAfterSeconds, time);
        _endpoints = new Endpoints(this, options, time);
    }

    /// <summary>The base address that callers on this machine reach it at. It stays the same when it is restarted.</summary>
    public Uri Address { get; private set; }

    /// <summary>The files that it knows.</summary>
    public FileList Files { get; }

    /// <summary>The faults that a test asks for. They come before the random ones of the options.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Holds calls back. They pass it before their answer, or their fault, is chosen.</summary>
    public Gate Gate { get; } = new();

    /// <summary>Counts the calls.</summary>
    public CallLog Calls { get; } = new();

    /// <summary>Starts a stand-in.</summary>
    /// <param name="options">How it behaves; 1,000 files, no delay and no fault if null.</param>
    /// <param name="port">The port to listen on; 0 for a free one.</param>
    /// <param name="address">The address to listen on; loopback if null.</param>
    /// <param name="timeProvider">The clock of latency, slow faults and finishing files; the system's if null.</param>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<StandIn> StartAsync(
        StandInOptions? options = null, int port = 0, IPAddress? address = null, TimeProvider? timeProvider = null)
    {
        options ??= new StandInOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var standIn = new StandIn(options, port, address ?? IPAddress.Loopback, timeProvider ?? TimeProvider.System);
        try
        {
            await standIn.RestartAsync();
            return standIn;
        }
        catch
        {
            await standIn.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes down: aborts the calls in flight, and connections are refused from then on.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is not { } app)
            return;
        using var timeout = new CancellationTokenSource(StopTimeout);
        await app.StopAsync(timeout.Token);
        await app.DisposeAsync();
    }

    /// <summary>Comes back on the same port with the same files, faults and counters. Restarts it if it is up.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        var app = Build();
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        _app = app;
        Address = AddressOf(new Uri(app.Urls.First()).Port);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _finisher.DisposeAsync();
        await StopAsync();
    }

    // An empty builder reads no configuration: ASPNETCORE_URLS and the like are meant for the presentation API beside it. It has
    // no logging either.
    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(_listenOn, Address.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, UnattachedLifetime>());
        var app = builder.Build();
        _endpoints.Map(app);
        return app;
    }

    private Uri AddressOf(int port)
    {
        var host = _listenOn.Equals(IPAddress.Any) || _listenOn.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : _listenOn;
        return new Uri($"http://{new IPEndPoint(host, port)}");
    }
}
