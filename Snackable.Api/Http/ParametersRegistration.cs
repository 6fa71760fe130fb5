using Microsoft.AspNetCore.Mvc;

namespace Snackable.Api.Http;

/// <summary>Registers how the parameters of actions are read.</summary>
internal static class ParametersRegistration
{
    public static IServiceCollection AddParameters(this IServiceCollection services) => services.PostConfigure<MvcOptions>(mvc =>
    {
        var providers = mvc.ModelBinderProviders;
        for (var index = 0; index < providers.Count; index++)
        {
            if (QueryValueBinderProvider.ReadsOneValue(providers[index]))
                providers[index] = new QueryValueBinderProvider(providers[index]);
        }
    });
}
