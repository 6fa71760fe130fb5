using System.ComponentModel.DataAnnotations;

namespace Snackable.Application.Catalog;

/// <summary>How much of the processing API's list is read, and how hard.</summary>
public sealed class CatalogOptions
{
    /// <summary>How many files a page of the list holds at most, whatever is asked for: the processing API's behavior.</summary>
    public const int PageSize = 5;

    /// <summary><c>MAX_PAGES</c>: pages of 5 files that may be read. A file at place 5 × MAX_PAGES of the list or later counts as not found.</summary>
    [Range(1, 1_000_000)]
    public int MaxPages { get; set; } = 200;

    /// <summary><c>MAX_CONCURRENT_PAGES</c>: page calls in flight together at most, whoever makes them.</summary>
    [Range(1, 256)]
    public int MaxConcurrentPages { get; set; } = 16;

    /// <summary><c>CATALOG_FRESH_SECONDS</c>: how long an answer of the list counts as current, in seconds.</summary>
    [Range(0, 3600)]
    public double CatalogFreshSeconds { get; set; } = 5;

    /// <summary><c>CATALOG_SCAN_DEADLINE_SECONDS</c>: the maximum duration of one scan, in seconds. Callers leave earlier, at their own deadline.</summary>
    [Range(1, 3600)]
    public double CatalogScanDeadlineSeconds { get; set; } = 120;

    /// <summary>How long an answer of the list counts as current.</summary>
    public TimeSpan Freshness => TimeSpan.FromSeconds(CatalogFreshSeconds);

    /// <summary>How many places of the list count: what lies at a later one is not found.</summary>
    public int MaxFiles => MaxPages * PageSize;
}
