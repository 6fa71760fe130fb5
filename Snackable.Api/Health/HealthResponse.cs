namespace Snackable.Api.Health;

/// <summary>The service's health.</summary>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>.</param>
/// <param name="Checks">The health of each dependency, by name.</param>
internal sealed record HealthResponse(string Status, IReadOnlyDictionary<string, HealthResponse.Check> Checks)
{
    /// <summary>The health of one dependency.</summary>
    /// <param name="Status"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>.</param>
    /// <param name="Reason">Why it is not healthy; <see langword="null"/> if it is.</param>
    internal sealed record Check(string Status, string? Reason);
}
