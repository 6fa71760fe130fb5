namespace Snackable.Api.Connections;

/// <summary>Registers what is known of clients' connections, so that a stop can end them in good order.</summary>
internal static class ConnectionsRegistration
{
    // What stops bounds itself. This is more than the largest of these bounds, UPSTREAM_DEADLINE_SECONDS + 1 s.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(310);

    public static void AddConnections(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ClientConnections>();
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            var connections = kestrel.ApplicationServices.GetRequiredService<ClientConnections>();
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => connections.RunAsync(connection, next)));
        });
        builder.Services.Configure<HostOptions>(host =>
        {
            // Requests and messages in hand have a bound each, and not the sum of both.
            host.ServicesStopConcurrently = true;
            host.ShutdownTimeout = ShutdownTimeout;
        });
    }

    /// <summary>Stands before everything else: a request is under way from here on.</summary>
    public static void UseConnections(this WebApplication app)
    {
        var connections = app.Services.GetRequiredService<ClientConnections>();
        app.Lifetime.ApplicationStopping.Register(() => _ = connections.DrainAsync());
        app.Use(next => http => http.Features.Get<ClientConnection>() is { } client ? AnswerAsync(client, next, http) : next(http));
    }

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
