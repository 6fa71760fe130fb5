namespace Snackable.Infrastructure.Messaging.Connection;

/// <summary>Whether the broker can be used: by way of which connection, or why not.</summary>
internal sealed class BrokerState
{
    private volatile BrokerConnection? _connection;
    private volatile string? _problem = "Not connected yet.";

    /// <summary>The connection to publish with; <see langword="null"/> while there is none.</summary>
    public BrokerConnection? Connection => _connection;

    /// <summary>Why messages are not consumed, or none can be published; <see langword="null"/> while both can be.</summary>
    public string? Problem => _problem ?? _connection?.Blocked;

    /// <summary>Sets that messages are consumed from now on.</summary>
    public void Up(BrokerConnection connection) => (_connection, _problem) = (connection, null);

    /// <summary>Sets that messages are not consumed any more.</summary>
    /// <returns>Whether the problem differs from the one before.</returns>
    public bool Down(string problem)
    {
        var isNew = _problem != problem;
        (_connection, _problem) = (null, problem);
        return isNew;
    }
}
