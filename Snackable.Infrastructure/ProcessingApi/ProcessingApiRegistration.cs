using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Refit;
using Snackable.Application.Configuration;
using Snackable.Application.ProcessingApi;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>Registers the client of the processing API.</summary>
internal static class ProcessingApiRegistration
{
    // New connections resolve the host's name again: the processing API may move to another address.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddProcessingApi(this IServiceCollection services)
    {
        services.AddFlatOptions<ProcessingApiOptions>();
        services.AddTransient<ResponseBuffer>();
        services.AddSingleton<IProcessingApi, ProcessingApiGateway>();

        var client = services.AddRefitGeneratedClient<IProcessingApiClient>(ContractsJsonContext.Default)
            .ConfigureHttpClient((provider, http) =>
            {
                http.BaseAddress = provider.GetRequiredService<IOptions<ProcessingApiOptions>>().Value.BaseAddress;
                http.Timeout = Timeout.InfiniteTimeSpan;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = ConnectionLifetime,
                UseCookies = false,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        client.AddStandardResilienceHandler()
            .Configure((resilience, provider) => Configure(
                resilience,
                provider.GetRequiredService<IOptions<ProcessingApiOptions>>().Value,
                provider.GetRequiredService<IOptions<UpstreamDeadlineOptions>>().Value));
        client.AddHttpMessageHandler<ResponseBuffer>();
        return services;
    }

    private static void Configure(HttpStandardResilienceOptions resilience, ProcessingApiOptions options, UpstreamDeadlineOptions deadline)
    {
        resilience.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(deadline.UpstreamDeadlineSeconds);
        resilience.AttemptTimeout.Timeout = TimeSpan.FromSeconds(
            Math.Min(options.UpstreamAttemptTimeoutSeconds, deadline.UpstreamDeadlineSeconds));

        var retry = resilience.Retry;
        var retryDelay = TimeSpan.FromMilliseconds(options.UpstreamRetryDelayMs);
        var maxDelay = retryDelay * Math.Pow(2, options.UpstreamRetries);
        retry.Delay = retryDelay;
        retry.BackoffType = DelayBackoffType.Exponential;
        retry.UseJitter = true;
        // An answer that asks for a longer pause than our retries make is not retried: the caller is told of the pause.
        retry.ShouldRetryAfterHeader = false;
        retry.MaxRetryAttempts = Math.Max(1, options.UpstreamRetries);
        retry.ShouldHandle = attempt => ValueTask.FromResult(
            options.UpstreamRetries > 0
            && IsTransient(attempt.Outcome)
            && !(FailureTranslation.Pause(attempt.Outcome.Result?.Headers.RetryAfter) > maxDelay));

        var circuit = resilience.CircuitBreaker;
        circuit.FailureRatio = options.UpstreamCircuitFailureRatio;
        circuit.MinimumThroughput = options.UpstreamCircuitMinimumCalls;
        circuit.SamplingDuration = TimeSpan.FromSeconds(options.UpstreamCircuitSamplingSeconds);
        circuit.BreakDuration = TimeSpan.FromSeconds(options.UpstreamCircuitBreakSeconds);
        circuit.ShouldHandle = attempt => ValueTask.FromResult(IsTransient(attempt.Outcome));
    }

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } response } => FailureTranslation.IsTransient(response.StatusCode),
        // An invalid answer would be as invalid the next time.
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse } } => false,
        { Exception: HttpRequestException or Polly.Timeout.TimeoutRejectedException } => true,
        _ => false,
    };
}
