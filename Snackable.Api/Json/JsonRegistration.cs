using Microsoft.AspNetCore.Mvc;

namespace Snackable.Api.Json;

/// <summary>Registers how JSON is written.</summary>
internal static class JsonRegistration
{
    public static IServiceCollection AddJson(this IServiceCollection services)
    {
        services.PostConfigure<MvcOptions>(mvc =>
        {
            mvc.OutputFormatters.Clear();
            mvc.OutputFormatters.Add(new JsonFormatter());
        });
        return services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = PlainTextEncoder.Instance;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
        });
    }
}
