using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Snackable.Infrastructure.Messaging.Connection;

/// <summary>Describes failures of the broker without address and user: the driver's own messages may hold them.</summary>
internal static class BrokerFailure
{
    /// <summary>Describes why the broker could not be used.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        AuthenticationFailureException or PossibleAuthenticationFailureException => "The broker refuses the user or the password.",
        OperationInterruptedException { ShutdownReason: { } reason } => Describe(reason),
        AuthenticationException => "The broker's certificate is not trusted.",
        TimeoutException => "The broker did not answer in time.",
        SocketException { SocketErrorCode: var error } => $"The broker can't be reached ({error}).",
        { InnerException: { } cause } => Describe(cause),
        _ => $"The broker can't be reached ({exception.GetType().Name}).",
    };

    /// <summary>Describes why a connection or a channel has ended.</summary>
    public static string Describe(ShutdownEventArgs reason) => (int)reason.ReplyCode switch
    {
        Constants.AccessRefused => "The broker refuses the user what is needed: to configure, to write and to read.",
        Constants.NotAllowed => "The broker refuses the user the virtual host, or there is none of that name.",
        // The reply names the queue or exchange that exists already, and the difference.
        Constants.PreconditionFailed => $"The broker refuses: {reason.ReplyText}",
        Constants.ConnectionForced => "The broker was shut down.",
        _ => "The connection to the broker broke.",
    };
}
