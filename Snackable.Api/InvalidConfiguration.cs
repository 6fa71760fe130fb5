using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Snackable.Api;

/// <summary>Explains invalid settings to operators: one line each, without stack traces.</summary>
public static class InvalidConfiguration
{
    private const string Addresses = "ASPNETCORE_URLS or Kestrel__Endpoints";

    // These two throw plain InvalidOperationExceptions for settings that they can't use, such as HTTPS without a certificate.
    private const string WebServer = "Microsoft.AspNetCore.Server.Kestrel.Core";
    private const string Logging = "Microsoft.Extensions.Logging.Configuration";

    /// <summary>Explains why a host did not start.</summary>
    /// <returns>One line for each problem; <see langword="null"/> when the settings are not the reason.</returns>
    public static string? Explain(Exception exception)
    {
        var problems = exception switch
        {
            OptionsValidationException invalid => invalid.Failures,
            AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
                several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(invalid => invalid.Failures),
            IOException { InnerException: AddressInUseException } => [$"{Addresses}: {exception.Message}"],
            SocketException => [$"{Addresses}: {exception.Message}"],
            InvalidOperationException { Source: WebServer } => [$"{Addresses}: {exception.Message}"],
            InvalidOperationException { Source: Logging } => [$"Logging__LogLevel: {exception.Message}"],
            InvalidDataException { InnerException: { } cause } => [$"{exception.Message} {cause.Message}"],
            _ => (IEnumerable<string>?)null,
        };
        return problems is null
            ? null
            : string.Join(Environment.NewLine, problems.Distinct().Prepend("Snackable can't start with this configuration:"));
    }
}
