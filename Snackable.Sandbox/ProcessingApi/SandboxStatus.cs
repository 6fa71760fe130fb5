namespace Snackable.Sandbox.ProcessingApi;

/// <summary>The statuses that the processing API is known to use.</summary>
public static class SandboxStatus
{
    /// <summary>Details and segments are there.</summary>
    public const string Finished = "FINISHED";

    /// <summary>The transcription goes on.</summary>
    public const string Processing = "PROCESSING";

    /// <summary>The transcription went wrong.</summary>
    public const string Failed = "FAILED";
}
