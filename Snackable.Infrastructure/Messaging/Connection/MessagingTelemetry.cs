namespace Snackable.Infrastructure.Messaging.Connection;

/// <summary>What counters and traces of messages are found by.</summary>
internal static class MessagingTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Snackable.Messages";
}
