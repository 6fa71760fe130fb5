using Snackable.Application.Configuration;

namespace Snackable.Api.Http;

/// <summary>The port that frontends know.</summary>
internal static class DefaultPort
{
    private const int Port = 9002;

    /// <summary>
    /// Listens on port 9002 unless an address is configured: on loopback on a developer's machine, on all addresses in a
    /// container, where nobody could reach loopback.
    /// </summary>
    public static void UseDefaultPort(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddFlatOptions<AddressOptions>();
        var addresses = configuration.ReadFlatOptions<AddressOptions>();
        if (addresses is not { Urls: "", HttpPorts: "", HttpsPorts: "" } || configuration.GetSection("Kestrel:Endpoints").Exists())
            return;
        var host = configuration["DOTNET_RUNNING_IN_CONTAINER"]?.ToUpperInvariant() is "TRUE" or "1" ? "*" : "localhost";
        builder.WebHost.UseUrls($"http://{host}:{Port}");
    }
}
