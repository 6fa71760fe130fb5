namespace Snackable.Api.OpenApi;

/// <summary>What the document shows for every action that answers with a type.</summary>
/// <param name="Name">The example's name.</param>
/// <param name="Value">An instance of the type.</param>
internal sealed record ResponseExample(string Name, object Value);
