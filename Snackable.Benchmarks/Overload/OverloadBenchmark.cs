using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Benchmarks.Overload;

/// <summary>What becomes of more work than there is room for: counts of answers, and the memory that it took.</summary>
internal static class OverloadBenchmark
{
    private const int ManyFiles = 1_500;
    private const int LargeFiles = 12;
    private const int SegmentsOfALargeFile = 100_000;

    /// <summary>Prints a line for each measurement.</summary>
    public static async Task RunAsync()
    {
        await ManyColdFilesAsync(latencyMs: 1_000, maxCalls: 512, deadlineSeconds: 20);
        await ManyColdFilesAsync(latencyMs: 1_500, maxCalls: 256, deadlineSeconds: 8);
        await LargeFilesAsync(memoryMb: 256);
        await LargeFilesAsync(memoryMb: 64);
    }

    private static async Task ManyColdFilesAsync(int latencyMs, int maxCalls, int deadlineSeconds)
    {
        var files = Enumerable.Range(0, ManyFiles).Select(number => SandboxFiles.Create(number, SandboxStatus.Finished, segments: 60));
        await using var stage = await OverloadStage.StartAsync(
            files, latencyMs, ("UPSTREAM_MAX_CALLS", $"{maxCalls}"), ("UPSTREAM_DEADLINE_SECONDS", $"{deadlineSeconds}"));
        var answers = await stage.AskForAllAsync();
        Console.WriteLine(
            $"{ManyFiles:n0} cold files at once, {latencyMs:n0} ms a call, {maxCalls} calls at most, {deadlineSeconds} s: {answers}; {stage.PeakMemoryMb} MB");
    }

    private static async Task LargeFilesAsync(int memoryMb)
    {
        var files = Enumerable.Range(0, LargeFiles).Select(number => SandboxFiles.Create(number, SandboxStatus.Finished, SegmentsOfALargeFile));
        await using var stage = await OverloadStage.StartAsync(
            files,
            latencyMs: 0,
            ("UPSTREAM_MEMORY_MB", $"{memoryMb}"),
            ("UPSTREAM_DEADLINE_SECONDS", "120"),
            ("UPSTREAM_ATTEMPT_TIMEOUT_SECONDS", "60"),
            ("UPSTREAM_CIRCUIT_SAMPLING_SECONDS", "120"));
        var before = stage.PeakMemoryMb;
        var answers = await stage.AskForAllAsync();
        Console.WriteLine(
            $"{LargeFiles} files of {SegmentsOfALargeFile:n0} segments at once, {memoryMb} MB for bodies: {answers}; {before} MB before, {stage.PeakMemoryMb} MB at most");
    }
}
