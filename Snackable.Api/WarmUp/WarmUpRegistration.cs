using Microsoft.AspNetCore.Hosting.Server;

namespace Snackable.Api.WarmUp;

/// <summary>Puts the warm-up before the opening of the port.</summary>
internal static class WarmUpRegistration
{
    public static IServiceCollection AddWarmUp(this IServiceCollection services)
    {
        var server = services.Last(service => service.ServiceType == typeof(IServer)).ImplementationType
            ?? throw new InvalidOperationException("The web server must be registered by its type.");
        services.AddSingleton<PipelineWarmUp>();
        return services.AddSingleton<IServer>(provider => new WarmUpServer(
            (IServer)ActivatorUtilities.CreateInstance(provider, server), provider.GetRequiredService<PipelineWarmUp>()));
    }
}
