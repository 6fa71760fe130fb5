namespace Snackable.Api.OpenApi;

/// <summary>A problem (RFC 9457), as the OpenAPI document describes it: what every error answer looks like.</summary>
public abstract record ProblemResponse
{
    /// <summary>The kind of problem, a URI to compare, not to follow; <c>about:blank</c> when the status says it all.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What happened this time.</summary>
    public required string Detail { get; init; }

    /// <summary>The path that was asked for.</summary>
    public required string Instance { get; init; }

    /// <summary>The request's trace id: the log has more under it.</summary>
    public required string TraceId { get; init; }

    /// <summary>Only for <c>file-not-finished</c>: how far the processing API has come, in its own word.</summary>
    public string? ProcessingStatus { get; init; }

    /// <summary>Only for <c>invalid-file-id</c> and <c>invalid-request</c>: what is wrong with each parameter, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }
}
