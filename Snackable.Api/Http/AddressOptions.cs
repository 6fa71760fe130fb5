using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Snackable.Api.Http;

/// <summary>
/// Where the web server is told to listen. It reads a port that is none as part of a name, and listens on port 80 of all addresses: hence
/// it is looked at first.
/// </summary>
public sealed class AddressOptions : IValidatableObject
{
    private const int HighestPort = 65_535;

    /// <summary><c>ASPNETCORE_URLS</c>: addresses such as <c>http://127.0.0.1:9002</c>, separated by semicolons.</summary>
    public string Urls { get; set; } = "";

    /// <summary><c>ASPNETCORE_HTTP_PORTS</c>: ports on all addresses, 0 (any that is free) to 65535, separated by semicolons.</summary>
    public string HttpPorts { get; set; } = "";

    /// <summary><c>ASPNETCORE_HTTPS_PORTS</c>: the same for HTTPS.</summary>
    public string HttpsPorts { get; set; } = "";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var url in Split(Urls).Where(url => !IsAddress(url)))
            yield return new ValidationResult($"ASPNETCORE_URLS: '{url}' is not an address to listen on, such as http://127.0.0.1:9002.");
        foreach (var (variable, ports) in new[] { ("ASPNETCORE_HTTP_PORTS", HttpPorts), ("ASPNETCORE_HTTPS_PORTS", HttpsPorts) })
        {
            foreach (var port in Split(ports).Where(port => !IsPort(port)))
                yield return new ValidationResult($"{variable}: '{port}' is not a port, 0 to {HighestPort}.");
        }
    }

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.IsUnixPipe || address.IsNamedPipe || (address.Port is >= 0 and <= HighestPort && IsHost(address.Host));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // Only IPv6 addresses hold colons, and they stand in brackets.
    private static bool IsHost(string host) => host.StartsWith('[') ? host.EndsWith(']') : !host.Contains(':');

    private static bool IsPort(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= HighestPort;
}
