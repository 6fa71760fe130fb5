using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Snackable.Api;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Benchmarks.Events;

/// <summary>
/// What a measurement stands on: the stand-in for the processing API, the presentation API as it is in production, and a part of a real
/// broker that is nobody else's. The store is an empty SQLite file at first.
/// </summary>
internal sealed class EventStage : IAsyncDisposable
{
    /// <summary>Messages in hand at the same time: what the API does unless told otherwise.</summary>
    public const int Concurrency = 16;

    private const int LatencyMs = 20;

    private static readonly int[] RetrySeconds = [1, 5, 30, 120];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("snackable-benchmarks-");
    private readonly string _prefix = $"snackable_benchmark_{Guid.NewGuid():N}";
    private readonly MeterListener _listener = new();
    private readonly SemaphoreSlim _stored = new(0);
    private readonly IConnection _broker;
    private IChannel _channel = null!;
    private WebApplication _api = null!;

    private EventStage(StandIn processingApi, IConnection broker) => (ProcessingApi, _broker) = (processingApi, broker);

    public StandIn ProcessingApi { get; }

    /// <summary>A client of the presentation API.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <param name="brokerAddress">The broker.</param>
    /// <param name="files">What the processing API lists.</param>
    public static async Task<EventStage> StartAsync(string brokerAddress, IEnumerable<SandboxFile> files)
    {
        var processingApi = await StandIn.StartAsync(new StandInOptions { FileCount = 0, LatencyMs = LatencyMs });
        processingApi.Files.Replace(files);
        var factory = new ConnectionFactory { Uri = new Uri(brokerAddress), AutomaticRecoveryEnabled = false };
        var stage = new EventStage(processingApi, await factory.CreateConnectionAsync());
        await stage.StartApiAsync(brokerAddress);
        return stage;
    }

    /// <summary>Publishes that a file is finished; returns once the broker has the message.</summary>
    public async Task PublishFinishedAsync(Guid fileId)
    {
        var body = $$"""{"fileId":"{{fileId}}","processingStatus":"FINISHED","occurredAt":"{{DateTimeOffset.UtcNow:O}}"}""";
        var properties = new BasicProperties { Persistent = true, MessageId = Guid.NewGuid().ToString() };
        await _channel.BasicPublishAsync($"{_prefix}.files", "file.finished", mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Waits until so many more files are stored and their messages acknowledged.</summary>
    public async Task StoredAsync(int count)
    {
        for (var stored = 0; stored < count; stored++)
            await _stored.WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _api.StopAsync();
        await _api.DisposeAsync();
        _listener.Dispose();
        _stored.Dispose();
        await DeleteQueuesAsync();
        await _broker.DisposeAsync();
        await ProcessingApi.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartApiAsync(string brokerAddress)
    {
        var builder = SnackableApi.CreateBuilder(
        [
            "--urls=http://127.0.0.1:0",
            $"--PROCESSING_API_HOST={ProcessingApi.Address}",
            $"--DB_CONNECTION_STRING=Data Source={Path.Combine(_folder.FullName, "snackable.db")}",
            $"--RABBITMQ_URL={brokerAddress}",
            $"--RABBITMQ_PREFIX={_prefix}",
            $"--EVENT_CONCURRENCY={Concurrency}",
        ]);
        builder.Logging.ClearProviders();
        _api = builder.AddSnackable().Build().UseSnackable();
        Listen(_api.Services.GetRequiredService<IMeterFactory>());
        await _api.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(_api.Urls.Single()) };
        while (!(await Client.GetStringAsync("/health/ready")).StartsWith("""{"status":"Healthy""", StringComparison.Ordinal))
            await Task.Delay(20);
        _channel = await _broker.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
    }

    private void Listen(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "snackable.messages")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags[0].Value is "stored")
                _stored.Release();
        });
        _listener.Start();
    }

    private async Task DeleteQueuesAsync()
    {
        var queue = $"{_prefix}.presentation.files";
        foreach (var name in (string[])[queue, $"{queue}.dead", .. RetrySeconds.Select(seconds => $"{queue}.retry.{seconds}")])
            await _channel.QueueDeleteAsync(name, ifUnused: false, ifEmpty: false);
        await _channel.ExchangeDeleteAsync($"{_prefix}.files");
        await _channel.ExchangeDeleteAsync($"{_prefix}.files.stored");
    }
}
