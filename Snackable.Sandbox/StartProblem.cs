using System.ComponentModel.DataAnnotations;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Snackable.Api;

namespace Snackable.Sandbox;

/// <summary>Says what keeps the sandbox from starting.</summary>
internal static class StartProblem
{
    /// <summary>The message for the person at the keyboard; null if it is a bug of ours, which deserves its stack trace.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        IOException { InnerException: AddressInUseException } => $"{exception.Message} {ChoosePort}",
        SocketException => $"It is impossible to listen there: {exception.Message}. {ChoosePort}",
        ValidationException => exception.Message,
        InvalidOperationException when exception.GetBaseException() is FormatException or OverflowException => exception.Message,
        _ => InvalidConfiguration.Explain(exception),
    };

    private const string ChoosePort =
        "End the program that listens there, or choose other ports with SANDBOX_PORT (processing API) and ASPNETCORE_URLS (API).";
}
