using System.Text.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Snackable.Api.OpenApi;

/// <summary>Documents the good answers of every action: the example of its type and, if it may answer 304, the headers of conditional requests.</summary>
internal sealed class RepresentationResponses(IEnumerable<ResponseExample> examples) : IOperationFilter
{
    private readonly Dictionary<Type, ResponseExample> _examples = examples.ToDictionary(example => example.Value.GetType());

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var answer in context.ApiDescription.SupportedResponseTypes)
        {
            if (answer.Type is { } type && _examples.TryGetValue(type, out var example))
                ShowExample(Response(operation, answer.StatusCode), example);
        }

        if (operation.Responses!.ContainsKey($"{StatusCodes.Status304NotModified}"))
            ShowConditionalRequest(operation);
    }

    private static OpenApiResponse Response(OpenApiOperation operation, int status) => (OpenApiResponse)operation.Responses![$"{status}"];

    private static void ShowExample(OpenApiResponse response, ResponseExample example)
    {
        foreach (var content in response.Content!.Values.Cast<OpenApiMediaType>())
        {
            content.Examples ??= new Dictionary<string, IOpenApiExample>();
            content.Examples[example.Name] = new OpenApiExample { Value = JsonSerializer.SerializeToNode(example.Value, JsonSerializerOptions.Web) };
        }
    }

    private static void ShowConditionalRequest(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "The `ETag` of an earlier answer, with its quotation marks: if the file is still the same, the answer is 304 without a body.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        foreach (var status in new[] { StatusCodes.Status200OK, StatusCodes.Status304NotModified })
        {
            Response(operation, status).AddHeader(
                "ETag", "Names exactly these bytes. Sent back as `If-None-Match`, it saves sending them again.", JsonSchemaType.String);
        }
    }
}
