using Snackable.Domain;

namespace Snackable.Api.Caching;

/// <summary>
/// Has an action's answers kept until the file is stored anew. The file is the one whose <see cref="FileId"/> the action takes from the
/// path; each of the action's query parameters tells answers apart, and no other query parameter does.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FileCacheAttribute : Attribute;
