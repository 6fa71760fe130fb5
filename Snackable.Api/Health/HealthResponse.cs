namespace Snackable.Api.Health;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>.</param>
/// <param name="Checks">Each of its parts by name.</param>
internal sealed record HealthResponse(string Status, IReadOnlyDictionary<string, HealthResponse.Check> Checks)
{
    /// <summary>How one part is.</summary>
    /// <param name="Status"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>.</param>
    /// <param name="Reason">Why it is not healthy.</param>
    internal sealed record Check(string Status, string? Reason);
}
