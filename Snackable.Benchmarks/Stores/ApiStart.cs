using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Snackable.Benchmarks.Stores;

/// <summary>How long the API takes from its process's start until it says that it is ready, its store included.</summary>
internal static class ApiStart
{
    private const int Rounds = 5;

    public static async Task<TimeSpan> MedianAsync(string connectionString)
    {
        var times = new TimeSpan[Rounds];
        for (var round = 0; round < Rounds; round++)
            times[round] = await TimeAsync(connectionString);
        return Stopwatches.Median(times);
    }

    private static async Task<TimeSpan> TimeAsync(string connectionString)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", Path.Combine(AppContext.BaseDirectory, "Snackable.Api.dll"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["PROCESSING_API_HOST"] = "http://127.0.0.1:1";
        start.Environment["DB_CONNECTION_STRING"] = connectionString;
        using var client = new HttpClient { BaseAddress = address };
        var watch = Stopwatch.StartNew();
        using var api = Process.Start(start)!;
        api.OutputDataReceived += (_, _) => { };
        api.BeginOutputReadLine();
        try
        {
            while (!await IsReadyAsync(client))
            {
                if (api.HasExited)
                    throw new InvalidOperationException($"The API did not start: {await api.StandardError.ReadToEndAsync()}");
                await Task.Delay(5);
            }

            return watch.Elapsed;
        }
        finally
        {
            api.Kill();
            await api.WaitForExitAsync();
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            return (await client.GetStringAsync("/health/ready")).Contains("\"status\":\"Healthy\"", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
