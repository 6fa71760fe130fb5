using Microsoft.OpenApi;

namespace Snackable.Api.OpenApi;

/// <summary>Documents headers of responses.</summary>
internal static class ResponseHeaders
{
    public static void AddHeader(this OpenApiResponse response, string name, string description, JsonSchemaType type)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } };
    }
}
