using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.OpenApi;
using Snackable.Api.Errors;
using Snackable.Domain;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Snackable.Api.OpenApi;

/// <summary>
/// Documents the problems of every action: those that follow from its parameters, those that its <see cref="IProblemMetadata"/> lists,
/// and the 500.
/// </summary>
internal sealed class ProblemResponses : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var action = context.ApiDescription;
        var listed = action.ActionDescriptor.EndpointMetadata.OfType<IProblemMetadata>().SelectMany(metadata => metadata.Problems);
        var instance = Instance(operation, action);
        foreach (var problems in OfParameters(action).Concat(listed).Distinct().GroupBy(problem => problem.Status))
            operation.Responses![$"{problems.Key}"] = Response([.. problems], instance, context);
        operation.Responses!["500"] = Bare("Something went wrong on our side; the log tells more under the `traceId`.", context);
    }

    private static IEnumerable<Problem> OfParameters(ApiDescription action)
    {
        var parameters = action.ActionDescriptor.Parameters;
        if (parameters.Any(parameter => parameter.ParameterType == typeof(FileId)))
            yield return Problem.InvalidFileId;
        if (parameters.Any(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Query))
            yield return Problem.InvalidRequest;
    }

    private static OpenApiResponse Response(Problem[] problems, string instance, OperationFilterContext context)
    {
        var descriptions = string.Join(", or ", problems.Select(problem => ProblemExample.All[problem].Describe(problem)));
        var response = Bare($"{char.ToUpperInvariant(descriptions[0])}{descriptions[1..]}.", context);
        var content = (OpenApiMediaType)response.Content!.Values.Single();
        content.Examples = problems.ToDictionary(
            problem => problem.Slug,
            problem => (IOpenApiExample)new OpenApiExample { Value = ProblemExample.All[problem].Body(problem, instance) });
        if (problems.Any(problem => ProblemExample.All[problem].HasRetryAfter))
            response.AddHeader("Retry-After", "When it is worth asking again, in seconds.", JsonSchemaType.Integer);
        return response;
    }

    private static OpenApiResponse Bare(string description, OperationFilterContext context) => new()
    {
        Description = description,
        Content = new Dictionary<string, IOpenApiMediaType>
        {
            ["application/problem+json"] = new OpenApiMediaType
            {
                Schema = context.SchemaGenerator.GenerateSchema(typeof(ProblemResponse), context.SchemaRepository),
            },
        },
    };

    // The path with each parameter's example in its place.
    private static string Instance(OpenApiOperation operation, ApiDescription action) =>
        (operation.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Path && parameter.Example is not null).Aggregate(
            $"/{action.RelativePath}",
            (path, parameter) => path.Replace($"{{{parameter.Name}}}", $"{parameter.Example}", StringComparison.Ordinal));
}
