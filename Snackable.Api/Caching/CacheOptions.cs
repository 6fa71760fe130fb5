using System.ComponentModel.DataAnnotations;

namespace Snackable.Api.Caching;

/// <summary>How many answers are kept in memory, and for how long.</summary>
public sealed class CacheOptions
{
    /// <summary><c>CACHE_SECONDS</c>: the maximum time that an answer is kept, in seconds; 0 keeps none.</summary>
    [Range(0, 86_400)]
    public int CacheSeconds { get; set; } = 60;

    /// <summary><c>CACHE_SIZE_MB</c>: the maximum size of all answers together, in MiB of their bodies.</summary>
    [Range(1, 65_536)]
    public int CacheSizeMb { get; set; } = 64;

    /// <summary>The same in bytes.</summary>
    public long CacheSizeBytes => CacheSizeMb * 1024L * 1024;
}
