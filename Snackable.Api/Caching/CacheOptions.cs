using System.ComponentModel.DataAnnotations;

namespace Snackable.Api.Caching;

/// <summary>How many answers are kept in memory, and for how long.</summary>
public sealed class CacheOptions
{
    /// <summary><c>CACHE_SECONDS</c>: for how long an answer is kept at most, in seconds; 0 keeps none.</summary>
    [Range(0, 86_400)]
    public int CacheSeconds { get; set; } = 60;

    /// <summary><c>CACHE_SIZE_MB</c>: how much all answers together take up at most, in MiB of their bodies.</summary>
    [Range(1, 65_536)]
    public int CacheSizeMb { get; set; } = 64;

    /// <summary>The same in bytes.</summary>
    public long CacheSizeBytes => CacheSizeMb * 1024L * 1024;
}
