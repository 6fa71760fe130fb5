using System.ComponentModel.DataAnnotations;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>The processing API's address, and the timeouts, retries, circuit and limits of calls to it.</summary>
public sealed class ProcessingApiOptions : IValidatableObject
{
    /// <summary><c>PROCESSING_API_HOST</c>: its base address, with or without a trailing slash; a path is kept.</summary>
    [Required(ErrorMessage = "is required: the processing API's base address, for example http://localhost:9001.")]
    public string? ProcessingApiHost { get; set; }

    /// <summary><c>UPSTREAM_ATTEMPT_TIMEOUT_SECONDS</c>: the timeout of one attempt, its body included, in seconds.</summary>
    [Range(0.05, 300)]
    public double UpstreamAttemptTimeoutSeconds { get; set; } = 3;

    /// <summary><c>UPSTREAM_RETRIES</c>: how often a failed call is tried again; 0 means never.</summary>
    [Range(0, 10)]
    public int UpstreamRetries { get; set; } = 2;

    /// <summary><c>UPSTREAM_RETRY_DELAY_MS</c>: about how long to wait before the first retry, in ms; doubles with each further one, with jitter.</summary>
    [Range(1, 60_000)]
    public int UpstreamRetryDelayMs { get; set; } = 200;

    /// <summary><c>UPSTREAM_CIRCUIT_FAILURE_RATIO</c>: the share of failed attempts at which the circuit opens, 0 to 1.</summary>
    [Range(0.01, 1)]
    public double UpstreamCircuitFailureRatio { get; set; } = 0.5;

    /// <summary><c>UPSTREAM_CIRCUIT_MINIMUM_CALLS</c>: attempts within the sampling time below which the circuit stays closed.</summary>
    [Range(2, 100_000)]
    public int UpstreamCircuitMinimumCalls { get; set; } = 40;

    /// <summary><c>UPSTREAM_CIRCUIT_SAMPLING_SECONDS</c>: over how long attempts are counted, in seconds.</summary>
    [Range(1, 3600)]
    public double UpstreamCircuitSamplingSeconds { get; set; } = 30;

    /// <summary><c>UPSTREAM_CIRCUIT_BREAK_SECONDS</c>: how long an open circuit refuses calls at once, in seconds.</summary>
    [Range(0.5, 3600)]
    public double UpstreamCircuitBreakSeconds { get; set; } = 5;

    /// <summary><c>UPSTREAM_MAX_RESPONSE_MB</c>: a larger answer counts as invalid, in MiB after decompression.</summary>
    [Range(1, 1024)]
    public int UpstreamMaxResponseMb { get; set; } = 32;

    /// <summary><c>UPSTREAM_MAX_CALLS</c>: how many calls are in flight together, pages included. Who finds none free waits, the deadline at most.</summary>
    [Range(1, 10_000)]
    public int UpstreamMaxCalls { get; set; } = 256;

    /// <summary>
    /// <c>UPSTREAM_MEMORY_MB</c>: how much the bodies being read take up together, in MiB, but for the first 256 KiB of each. Who finds too
    /// little left waits, the deadline at most.
    /// </summary>
    [Range(1, 65_536)]
    public int UpstreamMemoryMb { get; set; } = 256;

    /// <summary>The base address. Valid only once the options are validated.</summary>
    internal Uri BaseAddress => new(ProcessingApiHost!);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(ProcessingApiHost) && !IsHttpAddress(ProcessingApiHost))
            yield return new ValidationResult("PROCESSING_API_HOST: must be an absolute http or https address without user, query or fragment, for example http://localhost:9001.");
        if (UpstreamMemoryMb < UpstreamMaxResponseMb)
            yield return new ValidationResult("UPSTREAM_MEMORY_MB: must be at least UPSTREAM_MAX_RESPONSE_MB: else its largest answer could never be read.");
        if (UpstreamCircuitSamplingSeconds < 2 * UpstreamAttemptTimeoutSeconds)
            yield return new ValidationResult("UPSTREAM_CIRCUIT_SAMPLING_SECONDS: must be at least twice UPSTREAM_ATTEMPT_TIMEOUT_SECONDS.");
    }

    private static bool IsHttpAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" };
}
