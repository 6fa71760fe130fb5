using Snackable.Sandbox.Messaging;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Sandbox;

/// <summary>Starts the stand-in for the processing API and, unless told otherwise, the API in front of it.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            var settings = SandboxSettings.From(args);
            await using var processingApi = await StandIn.StartAsync(settings.StandIn, settings.Port, settings.ListenOn);
            await using var events = FinishedFiles.Publish(processingApi.Files, settings.Broker, Console.Error.WriteLine);
            if (settings.ProcessingApiOnly)
            {
                using var stop = new StopSignal();
                Console.WriteLine(Guide.ForProcessingApi(processingApi.Address.ForPeople()));
                await stop.Given;
                return 0;
            }

            using var folder = new TemporaryFolder();
            await using var api = await PresentationApi.StartAsync(settings, processingApi.Address, folder);
            Console.WriteLine(Guide.ForBoth(api.Address.ForPeople(), processingApi.Address.ForPeople(), settings.StandIn));
            await api.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception e) when (StartProblem.Explain(e) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return 1;
        }
    }
}
