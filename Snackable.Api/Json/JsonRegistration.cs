using System.Text.Encodings.Web;

namespace Snackable.Api.Json;

/// <summary>Registers how JSON is written.</summary>
internal static class JsonRegistration
{
    /// <summary>
    /// Leaves text in every script as it is. What must be escaped in JSON is; what HTML alone would need is not, since every answer says
    /// what it is, and that browsers are not to take it for anything else.
    /// </summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static IServiceCollection AddJson(this IServiceCollection services) => services.ConfigureHttpJsonOptions(json =>
    {
        json.SerializerOptions.Encoder = Encoder;
        json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
    });
}
