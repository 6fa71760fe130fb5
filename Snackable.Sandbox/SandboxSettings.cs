using System.ComponentModel.DataAnnotations;
using System.Net;
using Snackable.Sandbox.Messaging;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Sandbox;

/// <summary>What the person who starts the sandbox asked for, in environment variables or on the command line.</summary>
internal sealed record SandboxSettings
{
    private const string OnlyFlag = "--processing-api-only";

    /// <summary>The arguments that are meant for the API.</summary>
    public required string[] Arguments { get; init; }

    public required IConfiguration Configuration { get; init; }

    public bool ProcessingApiOnly { get; init; }

    /// <summary>Inside a container, loopback could not be reached from outside.</summary>
    public bool InContainer { get; init; }

    [Range(0, 65535, ErrorMessage = "SANDBOX_PORT must be a port from {1} to {2}.")]
    public int Port { get; init; }

    public required StandInOptions StandIn { get; init; }

    /// <summary>The broker that the stand-in publishes to, if any.</summary>
    public BrokerSettings? Broker { get; init; }

    public IPAddress ListenOn => InContainer ? IPAddress.Any : IPAddress.Loopback;

    public static SandboxSettings From(string[] args)
    {
        string[] arguments = [.. args.Where(argument => argument != OnlyFlag)];
        var said = new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine(arguments)
            .Build();

        // An empty variable is one that was not set, as for the API.
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(said.AsEnumerable().Where(setting => !string.IsNullOrWhiteSpace(setting.Value)))
            .Build();
        var standIn = new StandInOptions { FinishAfterSeconds = 60 };
        configuration.Bind(standIn);
        var settings = new SandboxSettings
        {
            Arguments = arguments,
            Configuration = configuration,
            ProcessingApiOnly = args.Contains(OnlyFlag),
            InContainer = configuration.GetValue<bool>("DOTNET_RUNNING_IN_CONTAINER"),
            Port = configuration.GetValue("SANDBOX_PORT", 9001),
            StandIn = standIn,
            Broker = BrokerSettings.From(configuration),
        };
        Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
        return settings;
    }
}
