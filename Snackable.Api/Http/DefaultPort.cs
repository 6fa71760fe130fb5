using Snackable.Application.Configuration;

namespace Snackable.Api.Http;

/// <summary>Chooses the port that frontends use by default.</summary>
internal static class DefaultPort
{
    private const int Port = 9002;

    /// <summary>
    /// Listens on port 9002 unless an address is configured. On a developer's machine it listens on loopback; in a container on all
    /// addresses, since loopback can't be reached from outside.
    /// </summary>
    public static void UseDefaultPort(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddFlatOptions<AddressOptions>();
        builder.Services.Configure<AddressOptions>(addresses => ReadEndpoints(addresses, configuration));
        var addresses = configuration.ReadFlatOptions<AddressOptions>();
        if (addresses is not { Urls: "", HttpPorts: "", HttpsPorts: "" } || configuration.GetSection("Kestrel:Endpoints").Exists())
            return;
        var host = configuration["DOTNET_RUNNING_IN_CONTAINER"]?.ToUpperInvariant() is "TRUE" or "1" ? "*" : "localhost";
        builder.WebHost.UseUrls($"http://{host}:{Port}");
    }

    private static void ReadEndpoints(AddressOptions addresses, ConfigurationManager configuration)
    {
        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (endpoint["Url"] is { } url)
                addresses.Endpoints[$"Kestrel__Endpoints__{endpoint.Key}__Url"] = url;
        }
    }
}
