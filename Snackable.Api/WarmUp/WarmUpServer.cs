using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Snackable.Api.WarmUp;

/// <summary>The web server, whose port opens once the code behind it was used: the first client does not wait for the compiler.</summary>
/// <param name="server">The web server.</param>
/// <param name="warmUp">What is used.</param>
internal sealed class WarmUpServer(IServer server, PipelineWarmUp warmUp) : IServer
{
    public IFeatureCollection Features => server.Features;

    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        await warmUp.RunAsync(application, cancellationToken);
        await server.StartAsync(application, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();
}
