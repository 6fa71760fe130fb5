using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Snackable.Api.Http;

/// <summary>
/// Where the web server listens. Kestrel takes <c>host:99999</c> for a host name and would listen on port 80 of all addresses, so the
/// addresses are checked first.
/// </summary>
public sealed class AddressOptions : IValidatableObject
{
    private const int MaxPort = 65_535;

    /// <summary><c>ASPNETCORE_URLS</c>: addresses such as <c>http://127.0.0.1:9002</c>, separated by semicolons.</summary>
    public string Urls { get; set; } = "";

    /// <summary><c>ASPNETCORE_HTTP_PORTS</c>: ports on all addresses, 0 (any that is free) to 65535, separated by semicolons.</summary>
    public string HttpPorts { get; set; } = "";

    /// <summary><c>ASPNETCORE_HTTPS_PORTS</c>: the same for HTTPS.</summary>
    public string HttpsPorts { get; set; } = "";

    /// <summary><c>Kestrel__Endpoints__NAME__Url</c>: one address each, by the name of its variable.</summary>
    public IDictionary<string, string> Endpoints { get; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var addresses = Split(Urls).Select(url => KeyValuePair.Create("ASPNETCORE_URLS", url)).Concat(Endpoints);
        foreach (var (variable, url) in addresses.Where(address => !IsAddress(address.Value)))
            yield return new ValidationResult($"{variable}: '{url}' is not an address to listen on, such as http://127.0.0.1:9002.");
        foreach (var (variable, ports) in new[] { ("ASPNETCORE_HTTP_PORTS", HttpPorts), ("ASPNETCORE_HTTPS_PORTS", HttpsPorts) })
        {
            foreach (var port in Split(ports).Where(port => !IsPort(port)))
                yield return new ValidationResult($"{variable}: '{port}' is not a port, 0 to {MaxPort}.");
        }
    }

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.IsUnixPipe || address.IsNamedPipe || (address.Port is >= 0 and <= MaxPort && IsHost(address.Host));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // Only an IPv6 address has colons in its host, and it stands in brackets.
    private static bool IsHost(string host) => host.StartsWith('[') ? host.EndsWith(']') : !host.Contains(':');

    private static bool IsPort(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= MaxPort;
}
