using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Snackable.Api;

/// <summary>Tells people what is wrong with their settings: a line each, and nothing about where in the code it was noticed.</summary>
public static class InvalidConfiguration
{
    /// <summary>Explains why a host did not start.</summary>
    /// <returns>One line for each problem; <see langword="null"/> when the settings are not the reason.</returns>
    public static string? Explain(Exception exception)
    {
        var problems = exception switch
        {
            OptionsValidationException invalid => invalid.Failures,
            AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
                several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(invalid => invalid.Failures),
            // The web server's own complaints about where it is to listen.
            IOException { InnerException: AddressInUseException } => [$"ASPNETCORE_URLS: {exception.Message}"],
            SocketException => [$"ASPNETCORE_URLS: {exception.Message}"],
            FormatException when exception.TargetSite?.DeclaringType == typeof(BindingAddress) => [$"ASPNETCORE_URLS: {exception.Message}"],
            _ => (IEnumerable<string>?)null,
        };
        return problems is null
            ? null
            : string.Join(Environment.NewLine, problems.Distinct().Prepend("Snackable can't start with this configuration:"));
    }
}
