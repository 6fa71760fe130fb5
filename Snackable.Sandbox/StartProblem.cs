using System.ComponentModel.DataAnnotations;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Snackable.Sandbox;

/// <summary>Says what keeps the sandbox from starting.</summary>
internal static class StartProblem
{
    /// <summary>The message for the person at the keyboard; null if it is a bug of ours, which deserves its stack trace.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        IOException { InnerException: AddressInUseException } => $"{exception.Message} {ChoosePort}",
        SocketException => $"It is impossible to listen there: {exception.Message}. {ChoosePort}",
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        ValidationException => exception.Message,
        InvalidOperationException { InnerException: FormatException } => exception.Message,
        _ => null,
    };

    private const string ChoosePort =
        "End the program that listens there, or choose other ports with SANDBOX_PORT (processing API) and ASPNETCORE_URLS (API).";
}
