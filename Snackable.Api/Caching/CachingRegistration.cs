using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Options;
using Snackable.Application.Configuration;
using Snackable.Application.Storage;

namespace Snackable.Api.Caching;

/// <summary>Registers the cache of answers.</summary>
internal static class CachingRegistration
{
    public static IServiceCollection AddAnswerCache(this IServiceCollection services)
    {
        services.AddFlatOptions<CacheOptions>();
        services.AddSingleton<AnswerVersions>();
        services.AddSingleton<FileCacheConvention>();
        services.AddSingleton<IAnswerCache, OutputAnswerCache>();
        services.AddOutputCache();
        services.AddOptions<OutputCacheOptions>().Configure<IOptions<CacheOptions>>((cache, options) =>
        {
            cache.SizeLimit = options.Value.CacheSizeBytes;
            // One answer must not drive out all others.
            cache.MaximumBodySize = options.Value.CacheSizeBytes / 4;
        });
        services.AddOptions<MvcOptions>().Configure<FileCacheConvention>((mvc, convention) => mvc.Conventions.Add(convention));
        return services;
    }
}
