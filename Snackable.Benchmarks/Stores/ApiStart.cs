namespace Snackable.Benchmarks.Stores;

/// <summary>How long the API takes from its process's start until it says that it is ready, its store included.</summary>
internal static class ApiStart
{
    private const int Rounds = 5;

    public static async Task<TimeSpan> MedianAsync(string connectionString)
    {
        var times = new TimeSpan[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            await using var api = await ServerProcess.StartApiAsync(connectionString, "/health/ready", "\"status\":\"Healthy\"");
            times[round] = api.StartTime;
        }

        return Stopwatches.Median(times);
    }
}
