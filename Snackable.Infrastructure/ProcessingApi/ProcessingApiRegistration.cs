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
        services.AddSingleton<UpstreamLimits>();
        services.AddTransient<CallLimiter>();
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
        // From the outside in. The circuit sees attempts alone: neither waits of ours nor a retry's delay.
        client.AddResilienceHandler("retries", (pipeline, context) => AddRetries(pipeline, OptionsOf(context)));
        client.AddHttpMessageHandler<CallLimiter>();
        client.AddResilienceHandler("circuit", (pipeline, context) => AddCircuit(pipeline, OptionsOf(context)));
        client.AddHttpMessageHandler<ResponseBuffer>();
        return services;
    }

    private static ProcessingApiOptions OptionsOf(ResilienceHandlerContext context) =>
        context.ServiceProvider.GetRequiredService<IOptions<ProcessingApiOptions>>().Value;

    private static void AddRetries(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ProcessingApiOptions options)
    {
        if (options.UpstreamRetries == 0)
            return;
        var delay = TimeSpan.FromMilliseconds(options.UpstreamRetryDelayMs);
        var maxDelay = delay * Math.Pow(2, options.UpstreamRetries);
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            Delay = delay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            // An answer that asks for a longer pause than our retries make is not retried: the caller is told of the pause.
            ShouldRetryAfterHeader = false,
            MaxRetryAttempts = options.UpstreamRetries,
            ShouldHandle = attempt => ValueTask.FromResult(
                IsTransient(attempt.Outcome) && !(FailureTranslation.Pause(attempt.Outcome.Result?.Headers.RetryAfter) > maxDelay)),
        });
    }

    private static void AddCircuit(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ProcessingApiOptions options) =>
        pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            FailureRatio = options.UpstreamCircuitFailureRatio,
            MinimumThroughput = options.UpstreamCircuitMinimumCalls,
            SamplingDuration = TimeSpan.FromSeconds(options.UpstreamCircuitSamplingSeconds),
            BreakDuration = TimeSpan.FromSeconds(options.UpstreamCircuitBreakSeconds),
            ShouldHandle = attempt => ValueTask.FromResult(IsTransient(attempt.Outcome)),
        });

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } response } => FailureTranslation.IsTransient(response.StatusCode),
        // An invalid answer would be as invalid the next time.
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse } } => false,
        { Exception: HttpRequestException or Polly.Timeout.TimeoutRejectedException } => true,
        _ => false,
    };
}
