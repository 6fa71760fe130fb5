using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Snackable.Api.Errors;
using Snackable.Application.Files;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Snackable.Api.Files;

/// <summary>
/// Shows an example of each answer, and the headers that the framework does not know of. The file is one that the sandbox serves.
/// </summary>
internal sealed class GetFileExamples : IOperationFilter
{
    private const string FileId = "4a551eec-7dac-46d2-8f17-b6972b864b34";

    private static readonly FileResponse File = new()
    {
        FileId = Guid.Parse(FileId),
        ProcessingStatus = "FINISHED",
        FileName = "001 Live from Lisbon.mp4",
        FileLength = 2870700,
        Mp3Path = $"https://media.snackable.example/mp3/{FileId}.mp3",
        OriginalFilepath = "https://uploads.snackable.example/food/001%20Live%20from%20Lisbon.mp4",
        SeriesTitle = "What Grandma Never Wrote Down",
        Segments =
        [
            new()
            {
                FileSegmentId = 2685,
                FileId = Guid.Parse(FileId),
                SegmentText = "Fair enough. We have been avoiding it for at least 13 episodes.",
                StartTime = 3710,
                EndTime = 7988,
            },
        ],
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.MethodInfo.Name != nameof(FilesController.GetFile))
            return;

        Show(operation, 200, "file", JsonSerializer.SerializeToNode(File, JsonSerializerOptions.Web)!);
        ShowProblem(operation, Problem.InvalidFileId, "The file id must be a UUID such as 4a551eec-7dac-46d2-8f17-b6972b864b34.", example =>
            example["errors"] = new JsonObject { ["fileId"] = new JsonArray("The file id must be a UUID such as 4a551eec-7dac-46d2-8f17-b6972b864b34.") });
        ShowProblem(operation, Problem.FileNotFinished, $"File {FileId} is not finished: its processing status is PROCESSING.", example =>
            example["processingStatus"] = "PROCESSING");
        ShowProblem(operation, Problem.FileNotFound, $"The processing API lists no file {FileId}, as far as its list is read.");
        ShowProblem(operation, Problem.ProcessingApiInvalid, "The processing API's answer could not be understood.");
        ShowProblem(operation, Problem.ProcessingApiUnavailable, "The processing API can't be reached.");
        ShowProblem(operation, Problem.ProcessingApiTimeout, "The processing API did not answer within 8 s.");
        // The id has no format "uuid": Swagger UI would refuse to send a wrong one, and nobody could see there how it is answered.
        operation.Parameters!.Add(new OpenApiParameter
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "The `ETag` of an earlier answer, with its quotation marks: if the file is still the same, the answer is 304 without a body.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        foreach (var status in new[] { StatusCodes.Status200OK, StatusCodes.Status304NotModified })
            ShowHeader(operation, status, "ETag", "Names exactly these bytes. Sent back as `If-None-Match`, it saves sending them again.", JsonSchemaType.String);
        foreach (var status in new[] { StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable })
            ShowHeader(operation, status, "Retry-After", "When it is worth asking again, in seconds.", JsonSchemaType.Integer);
    }

    private static void ShowHeader(OpenApiOperation operation, int status, string name, string description, JsonSchemaType type)
    {
        var response = (OpenApiResponse)operation.Responses![$"{status}"];
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } };
    }

    private static void ShowProblem(OpenApiOperation operation, Problem problem, string detail, Action<JsonObject>? extend = null)
    {
        var example = new JsonObject
        {
            ["type"] = problem.Type,
            ["title"] = problem.Title,
            ["status"] = problem.Status,
            ["detail"] = detail,
            ["instance"] = $"/api/presentation/files/{FileId}",
        };
        extend?.Invoke(example);
        example["traceId"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        Show(operation, problem.Status, problem.Slug, example);
    }

    private static void Show(OpenApiOperation operation, int status, string name, JsonNode example)
    {
        foreach (var content in operation.Responses![$"{status}"].Content!.Values.Cast<OpenApiMediaType>())
        {
            content.Examples ??= new Dictionary<string, IOpenApiExample>();
            content.Examples[name] = new OpenApiExample { Value = example.DeepClone() };
        }
    }
}
