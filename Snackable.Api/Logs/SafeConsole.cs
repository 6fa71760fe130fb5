using Microsoft.Extensions.Logging.Console;

namespace Snackable.Api.Logs;

/// <summary>Registers the console's formatters so that no control character from outside reaches the console.</summary>
internal static class SafeConsole
{
    /// <summary>Wraps every formatter that is registered so far, whichever of them the settings choose.</summary>
    public static void AddSafeConsole(this IServiceCollection services)
    {
        foreach (var formatter in services.Where(service => service.ServiceType == typeof(ConsoleFormatter)).ToList())
        {
            services.Remove(formatter);
            services.AddSingleton<ConsoleFormatter>(provider => new SafeConsoleFormatter(
                (ConsoleFormatter)ActivatorUtilities.CreateInstance(provider, formatter.ImplementationType!)));
        }

        // Colors are control characters, too, and can't be told from those that came from outside.
        services.PostConfigure<SimpleConsoleFormatterOptions>(console => console.ColorBehavior = LoggerColorBehavior.Disabled);
    }
}
