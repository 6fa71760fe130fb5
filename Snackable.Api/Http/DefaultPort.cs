namespace Snackable.Api.Http;

/// <summary>The port that frontends know.</summary>
internal static class DefaultPort
{
    private const int Port = 9002;

    // What ASPNETCORE_URLS, ASPNETCORE_HTTP_PORTS, ASPNETCORE_HTTPS_PORTS and their --urls kin are read into.
    private static readonly string[] AddressSettings = ["urls", "http_ports", "https_ports"];

    /// <summary>
    /// Listens on port 9002 unless an address is configured: on loopback on a developer's machine, on all addresses in a
    /// container, where nobody could reach loopback.
    /// </summary>
    public static void UseDefaultPort(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (AddressSettings.Any(setting => !string.IsNullOrEmpty(configuration[setting])) || configuration.GetSection("Kestrel:Endpoints").Exists())
            return;
        var host = configuration.GetValue<bool>("DOTNET_RUNNING_IN_CONTAINER") ? "*" : "localhost";
        builder.WebHost.UseUrls($"http://{host}:{Port}");
    }
}
