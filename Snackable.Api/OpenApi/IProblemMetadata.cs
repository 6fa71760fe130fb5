using Snackable.Api.Errors;

namespace Snackable.Api.OpenApi;

/// <summary>An attribute that lists problems which an action can end in. What follows from its parameters needs no listing.</summary>
internal interface IProblemMetadata
{
    /// <summary>The problems, in the order in which the document shows them.</summary>
    IReadOnlyList<Problem> Problems { get; }
}
