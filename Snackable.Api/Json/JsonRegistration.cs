using Snackable.Api.Http;

namespace Snackable.Api.Json;

/// <summary>Registers how JSON is written.</summary>
internal static class JsonRegistration
{
    public static IServiceCollection AddJson(this IServiceCollection services)
    {
        services.AddSingleton<BodyBuffers>();
        return services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = PlainTextEncoder.Instance;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
        });
    }
}
