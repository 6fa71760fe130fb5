using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Snackable.Domain;

namespace Snackable.Api.Errors;

/// <summary>Describes requests whose parameters do not fit: each parameter's errors under its name, in camel case.</summary>
internal static class InvalidRequest
{
    private const string InvalidFileId = "The file id must be a UUID such as 4a551eec-7dac-46d2-8f17-b6972b864b34.";

    /// <summary>Describes what a use case's validator refused.</summary>
    public static ProblemDetails Describe(ValidationException exception) =>
        Describe(Problem.InvalidRequest, [.. exception.Errors.Select(failure => new Failure(failure.PropertyName, failure.ErrorMessage))]);

    /// <summary>Answers a request whose parameters could not be read. The problem is the file id's only if nothing else is wrong.</summary>
    public static IActionResult Answer(ActionContext context)
    {
        var fileIds = context.ActionDescriptor.Parameters.Where(HoldsFileIds).Select(Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var failures = context.ModelState
            .SelectMany(entry => entry.Value!.Errors, (entry, error) =>
                new Failure(entry.Key, fileIds.Contains(entry.Key) ? InvalidFileId : error.ErrorMessage))
            .Distinct()
            .ToList();
        var problem = failures.All(failure => fileIds.Contains(failure.Parameter)) ? Problem.InvalidFileId : Problem.InvalidRequest;
        return new ProblemResult(Describe(problem, failures));
    }

    private static ProblemDetails Describe(Problem problem, IReadOnlyList<Failure> failures)
    {
        var details = problem.Because(failures[0].Message);
        details.Extensions["errors"] = failures
            .GroupBy(failure => JsonNamingPolicy.CamelCase.ConvertName(failure.Parameter), failure => failure.Message)
            .ToDictionary(group => group.Key, group => group.ToArray());
        return details;
    }

    private static string Name(ParameterDescriptor parameter) => parameter.BindingInfo?.BinderModelName ?? parameter.Name;

    private static bool HoldsFileIds(ParameterDescriptor parameter)
    {
        var type = parameter.ParameterType;
        return type == typeof(FileId)
            || type.GetElementType() == typeof(FileId)
            || (type.GetGenericArguments() is [var element] && element == typeof(FileId));
    }

    private readonly record struct Failure(string Parameter, string Message);
}
