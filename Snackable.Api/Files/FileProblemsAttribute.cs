using Snackable.Api.Errors;
using Snackable.Api.OpenApi;

namespace Snackable.Api.Files;

/// <summary>Documents the problems of actions that ingest a file on its first use.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class FileProblemsAttribute : Attribute, IProblemMetadata
{
    public IReadOnlyList<Problem> Problems =>
    [
        Problem.FileNotFinished,
        Problem.FileNotFound,
        Problem.ProcessingApiInvalid,
        Problem.ProcessingApiUnavailable,
        Problem.Overloaded,
        Problem.ProcessingApiTimeout,
    ];
}
