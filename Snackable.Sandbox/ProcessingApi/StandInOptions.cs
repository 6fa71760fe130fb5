using System.ComponentModel.DataAnnotations;

namespace Snackable.Sandbox.ProcessingApi;

/// <summary>How the stand-in behaves. People set it with environment variables, tests with properties.</summary>
public sealed class StandInOptions : IValidatableObject
{
    /// <summary>The number of files in the catalog at first.</summary>
    [ConfigurationKeyName("SANDBOX_FILES")]
    [Range(0, 1_000_000, ErrorMessage = "SANDBOX_FILES must be a number from {1} to {2}.")]
    public int FileCount { get; set; } = 1000;

    /// <summary>The time before each answer, in milliseconds.</summary>
    [ConfigurationKeyName("SANDBOX_LATENCY_MS")]
    [Range(0, 600_000, ErrorMessage = "SANDBOX_LATENCY_MS must be a number of milliseconds from {1} to {2}.")]
    public int LatencyMs { get; set; }

    /// <summary>The share of calls answered 500, from 0 to 1. The shares of all faults together must not exceed 1.</summary>
    [ConfigurationKeyName("SANDBOX_ERROR_RATE")]
    [Range(0.0, 1.0, ErrorMessage = "SANDBOX_ERROR_RATE must be a share from {1} to {2}.")]
    public double ErrorRate { get; set; }

    /// <summary>The share of calls answered rightly but only after 10 seconds, from 0 to 1.</summary>
    [ConfigurationKeyName("SANDBOX_SLOW_RATE")]
    [Range(0.0, 1.0, ErrorMessage = "SANDBOX_SLOW_RATE must be a share from {1} to {2}.")]
    public double SlowRate { get; set; }

    /// <summary>The share of calls answered one byte every 100 milliseconds, from 0 to 1.</summary>
    [ConfigurationKeyName("SANDBOX_DRIBBLE_RATE")]
    [Range(0.0, 1.0, ErrorMessage = "SANDBOX_DRIBBLE_RATE must be a share from {1} to {2}.")]
    public double DribbleRate { get; set; }

    /// <summary>The share of calls answered with bad JSON, from 0 to 1.</summary>
    [ConfigurationKeyName("SANDBOX_MALFORMED_RATE")]
    [Range(0.0, 1.0, ErrorMessage = "SANDBOX_MALFORMED_RATE must be a share from {1} to {2}.")]
    public double MalformedRate { get; set; }

    /// <summary>The share of calls whose answer breaks off half-way, from 0 to 1.</summary>
    [ConfigurationKeyName("SANDBOX_TRUNCATED_RATE")]
    [Range(0.0, 1.0, ErrorMessage = "SANDBOX_TRUNCATED_RATE must be a share from {1} to {2}.")]
    public double TruncatedRate { get; set; }

    /// <summary>The share of details and segments answered with those of another file, from 0 to 1.</summary>
    [ConfigurationKeyName("SANDBOX_FOREIGN_RATE")]
    [Range(0.0, 1.0, ErrorMessage = "SANDBOX_FOREIGN_RATE must be a share from {1} to {2}.")]
    public double ForeignRate { get; set; }

    /// <summary>
    /// The time in seconds until files that are being processed begin to finish, one every few seconds, beginning with
    /// <see cref="SandboxFiles.FinishingSoon"/>; null or 0 for never.
    /// </summary>
    [ConfigurationKeyName("SANDBOX_FINISH_AFTER_SECONDS")]
    [Range(0, 86_400, ErrorMessage = "SANDBOX_FINISH_AFTER_SECONDS must be a number of seconds from {1} to {2}.")]
    public int? FinishAfterSeconds { get; set; }

    /// <summary>Chooses the sequence of random faults. The catalog does not depend on it.</summary>
    [ConfigurationKeyName("SANDBOX_SEED")]
    public int Seed { get; set; } = 1;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ErrorRate + SlowRate + DribbleRate + MalformedRate + TruncatedRate + ForeignRate > 1)
            yield return new ValidationResult("SANDBOX_ERROR_RATE and the other shares together must not exceed 1.");
    }
}
