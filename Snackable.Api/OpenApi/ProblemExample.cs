using System.Text.Json.Nodes;
using Snackable.Api.Errors;

namespace Snackable.Api.OpenApi;

/// <summary>How the document explains a kind of problem.</summary>
/// <param name="When">When it occurs, as the part of a sentence.</param>
/// <param name="Detail">The detail that its example shows.</param>
/// <param name="HasRetryAfter">Whether the answer has a <c>Retry-After</c> header.</param>
/// <param name="Extension">The member that only this kind has, if any, and the value that its example shows.</param>
internal sealed record ProblemExample(string When, string Detail, bool HasRetryAfter = false, (string Name, JsonNode Value)? Extension = null)
{
    private const string InvalidFileId = $"The file id must be a UUID such as {ExampleFile.Id}.";
    private const string InvalidValue = "The value 'abc' is not valid.";

    /// <summary>All kinds of problems.</summary>
    public static readonly IReadOnlyDictionary<Problem, ProblemExample> All = new Dictionary<Problem, ProblemExample>
    {
        [Problem.InvalidRequest] = new("a parameter is not valid", InvalidValue, Extension: ("errors", Errors("limit", InvalidValue))),
        [Problem.InvalidFileId] = new("the id is not a UUID", InvalidFileId, Extension: ("errors", Errors("fileId", InvalidFileId))),
        [Problem.FileNotFinished] = new(
            "the file is not finished",
            $"File {ExampleFile.Id} is not finished: its processing status is PROCESSING.",
            HasRetryAfter: true,
            ("processingStatus", "PROCESSING")),
        [Problem.FileNotFound] = new(
            "the processing API's list was read to its end, or as far as `MAX_PAGES` goes, and the file is not on it",
            $"The processing API lists no file {ExampleFile.Id}, as far as its list is read."),
        [Problem.ProcessingApiInvalid] = new("the processing API's answer was invalid", "The processing API's answer could not be understood."),
        [Problem.ProcessingApiUnavailable] = new("the processing API is down", "The processing API can't be reached.", HasRetryAfter: true),
        [Problem.Overloaded] = new(
            "too many files are fetched from the processing API at the same time",
            "Too much is asked of the processing API at the moment: it was not this file's turn within 8 s.",
            HasRetryAfter: true),
        [Problem.ProcessingApiTimeout] = new("the processing API was too slow", "The processing API did not answer within 8 s."),
    };

    /// <summary>Says when the problem occurs, by which type it is known, and what comes with it.</summary>
    public string Describe(Problem problem)
    {
        string[] parts = [.. Extension is { } extension ? [$"`{extension.Name}`"] : Array.Empty<string>(), .. HasRetryAfter ? ["a `Retry-After` header"] : Array.Empty<string>()];
        return parts.Length == 0 ? $"{When} (`{problem.Slug}`)" : $"{When} (`{problem.Slug}`, with {string.Join(" and ", parts)})";
    }

    /// <summary>Makes the body that the document shows.</summary>
    public JsonObject Body(Problem problem, string instance)
    {
        var body = new JsonObject
        {
            ["type"] = problem.Type,
            ["title"] = problem.Title,
            ["status"] = problem.Status,
            ["detail"] = Detail,
            ["instance"] = instance,
        };
        if (Extension is { } extension)
            body[extension.Name] = extension.Value.DeepClone();
        body["traceId"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        return body;
    }

    private static JsonObject Errors(string parameter, string message) => new() { [parameter] = new JsonArray(message) };
}
