using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Snackable.Tests.Fixtures;

/// <summary>
/// A part of a broker that no other test uses: everything in it has names of one prefix, and is deleted with the test. It is also
/// the processing service, which publishes there, and the operator, who looks into its queues.
/// </summary>
/// <param name="address">The server's address, as in <c>RABBITMQ_URL</c>.</param>
internal sealed class TestBroker(string address) : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Uri _address = new(address);
    private readonly SemaphoreSlim _one = new(1);
    private IConnection? _connection;
    private IChannel? _publishing;

    public string Address => address;

    /// <summary>The value of <c>RABBITMQ_PREFIX</c>.</summary>
    public string Prefix { get; } = $"snackable_test_{Guid.NewGuid():N}";

    public string Exchange => $"{Prefix}.files";

    public string Queue => $"{Prefix}.presentation.files";

    public string DeadLetterQueue => $"{Queue}.dead";

    public IReadOnlyList<string> RetryQueues => [.. new[] { 1, 5, 30, 120 }.Select(seconds => $"{Queue}.retry.{seconds}")];

    public string Host => _address.Host;

    public int Port => new AmqpTcpEndpoint(_address).Port;

    /// <summary>The same server by way of another host and port.</summary>
    public string AddressVia(string host, int port) => new UriBuilder(_address) { Host = host, Port = port }.Uri.AbsoluteUri;

    /// <summary>What the contract says about a file.</summary>
    public static string BodyAbout(Guid fileId, string status = "FINISHED") =>
        $$"""{ "fileId": "{{fileId}}", "processingStatus": "{{status}}", "occurredAt": "2026-11-23T10:00:00Z" }""";

    /// <summary>Publishes to the topic exchange, and completes when the broker has the message safely in a queue.</summary>
    /// <exception cref="PublishException">No queue is bound for the routing key.</exception>
    public async Task PublishAsync(string routingKey, string body, string? messageId = null, string? traceParent = null)
    {
        var properties = new BasicProperties
        {
            Persistent = true,
            ContentType = "application/json",
            MessageId = messageId ?? Guid.NewGuid().ToString(),
            Headers = new Dictionary<string, object?>(),
        };
        if (traceParent is not null)
            properties.Headers["traceparent"] = traceParent;
        await (await PublishingAsync()).BasicPublishAsync(Exchange, routingKey, mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Publishes what the contract says about a file.</summary>
    public Task PublishFileAsync(
        string routingKey, Guid fileId, string status = "FINISHED", string? messageId = null, string? traceParent = null) =>
        PublishAsync(routingKey, BodyAbout(fileId, status), messageId, traceParent);

    /// <summary>How many messages wait in a queue, without those that a consumer has in hand.</summary>
    /// <exception cref="OperationInterruptedException">There is no such queue.</exception>
    public Task<uint> CountAsync(string queue) => WithChannelAsync(channel => channel.MessageCountAsync(queue));

    /// <summary>Waits until so many messages wait in a queue.</summary>
    public async Task WaitForCountAsync(string queue, uint count)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        uint now;
        while ((now = await CountAsync(queue)) != count)
        {
            if (timeout.IsCancellationRequested)
                throw new TimeoutException($"{count} messages should wait in {queue}; after {Timeout.TotalSeconds} s {now} do.");
            await Task.Delay(25); // A broker tells nobody that a queue has grown.
        }
    }

    /// <summary>The messages of a queue from its head on. They stay there.</summary>
    public Task<List<QueuedMessage>> PeekAsync(string queue) => WithChannelAsync(async channel =>
    {
        // What is not acknowledged when the channel closes goes back to its place.
        var messages = new List<QueuedMessage>();
        while (await channel.BasicGetAsync(queue, autoAck: false) is { } message)
            messages.Add(QueuedMessage.Of(message));
        return messages;
    });

    /// <summary>Waits for so many dead letters, and returns all that there are.</summary>
    public async Task<List<QueuedMessage>> DeadLettersAsync(uint count)
    {
        await WaitForCountAsync(DeadLetterQueue, count);
        return await PeekAsync(DeadLetterQueue);
    }

    /// <summary>Lets a test look at the broker, or declare something there, on a channel of its own.</summary>
    public async Task<T> WithChannelAsync<T>(Func<IChannel, Task<T>> use)
    {
        await using var channel = await (await ConnectedAsync()).CreateChannelAsync();
        return await use(channel);
    }

    public async ValueTask DisposeAsync()
    {
        await WithChannelAsync(DeleteEverythingAsync);
        await _connection!.DisposeAsync();
        _one.Dispose();
    }

    // Deleting what is not there is no error. Queues of replicas are exclusive: they are gone with their connections.
    private async Task<bool> DeleteEverythingAsync(IChannel channel)
    {
        foreach (var queue in (string[])[Queue, DeadLetterQueue, .. RetryQueues])
            await channel.QueueDeleteAsync(queue);
        foreach (var exchange in (string[])[Exchange, $"{Exchange}.stored"])
            await channel.ExchangeDeleteAsync(exchange);
        return true;
    }

    private async Task<IChannel> PublishingAsync()
    {
        var connection = await ConnectedAsync();
        await _one.WaitAsync();
        try
        {
            if (_publishing is not { IsOpen: true })
            {
                _publishing = await connection.CreateChannelAsync(new CreateChannelOptions(
                    publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
            }

            return _publishing;
        }
        finally
        {
            _one.Release();
        }
    }

    // Connects anew after the server was unavailable: what recovers by itself would hide from tests when it does so.
    private async Task<IConnection> ConnectedAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (_connection is not { IsOpen: true })
                _connection = await new ConnectionFactory { Uri = _address, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
            return _connection;
        }
        finally
        {
            _one.Release();
        }
    }
}

/// <summary>A message as it waits in a queue.</summary>
/// <param name="RoutingKey">The routing key that brought it there.</param>
/// <param name="MessageId">Its <c>message_id</c>.</param>
/// <param name="Persistent">Whether it outlives the broker's restart.</param>
/// <param name="Headers">Its headers, as text.</param>
/// <param name="Body">Its body, as text.</param>
internal sealed record QueuedMessage(
    string RoutingKey, string? MessageId, bool Persistent, IReadOnlyDictionary<string, string?> Headers, string Body)
{
    public static QueuedMessage Of(BasicGetResult message) => new(
        message.RoutingKey,
        message.BasicProperties.MessageId,
        message.BasicProperties.Persistent,
        (message.BasicProperties.Headers ?? new Dictionary<string, object?>()).ToDictionary(header => header.Key, header => Text(header.Value)),
        Encoding.UTF8.GetString(message.Body.Span));

    private static string? Text(object? value) =>
        value is byte[] text ? Encoding.UTF8.GetString(text) : Convert.ToString(value, CultureInfo.InvariantCulture);
}
