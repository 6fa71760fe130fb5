using System.Globalization;

namespace Snackable.Api.Connections;

/// <summary>Registers what is known of clients' connections, so that a stop can end them in good order.</summary>
internal static class ConnectionsRegistration
{
    public static void AddConnections(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ClientConnections>();
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            var connections = kestrel.ApplicationServices.GetRequiredService<ClientConnections>();
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => connections.RunAsync(connection, next)));
        });
        var timeout = ShutdownTimeout(builder.Configuration["UPSTREAM_DEADLINE_SECONDS"]);
        builder.Services.Configure<HostOptions>(host =>
        {
            // Requests and messages in hand have a bound each, and not the sum of both.
            host.ServicesStopConcurrently = true;
            host.ShutdownTimeout = timeout;
        });
    }

    /// <summary>Stands before everything else: a request is under way from here on.</summary>
    public static void UseConnections(this WebApplication app)
    {
        var connections = app.Services.GetRequiredService<ClientConnections>();
        app.Lifetime.ApplicationStopping.Register(() => _ = connections.DrainAsync());
        app.Use(next => http => http.Features.Get<ClientConnection>() is { } client ? AnswerAsync(client, next, http) : next(http));
    }

    // Requests have the deadline and a second, messages 12 s, and each ends by itself: this is for what does not. The host asks for it before any
    // setting is validated.
    private static TimeSpan ShutdownTimeout(string? deadline) =>
        double.TryParse(deadline, CultureInfo.InvariantCulture, out var seconds) && seconds is > 12 and <= 300
            ? TimeSpan.FromSeconds(seconds + 5)
            : TimeSpan.FromSeconds(17);

    private static async Task AnswerAsync(ClientConnection client, RequestDelegate next, HttpContext http)
    {
        client.Begin();
        try
        {
            await next(http);
        }
        finally
        {
            client.End();
        }
    }
}
