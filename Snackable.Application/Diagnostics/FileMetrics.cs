using System.Diagnostics.Metrics;

namespace Snackable.Application.Diagnostics;

/// <summary>Counts the decisions on a file's way: what was known, what had to be asked for, and what came of it.</summary>
public sealed class FileMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Snackable.Files";

    private const string Outcome = "outcome";

    private readonly Counter<long> _lookups;
    private readonly Counter<long> _scans;
    private readonly Counter<long> _pages;
    private readonly Counter<long> _ingestions;
    private readonly Counter<long> _prefetched;

    /// <summary>Creates the instruments.</summary>
    public FileMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _lookups = meter.CreateCounter<long>("snackable.lookups", "{lookup}", "Look-ups answered without asking the processing API, by who knew.");
        _scans = meter.CreateCounter<long>("snackable.scans", "{scan}", "Scans of the list: started, joined, completed, failed.");
        _pages = meter.CreateCounter<long>("snackable.pages", "{page}", "Pages of the list read.");
        _ingestions = meter.CreateCounter<long>("snackable.ingestions", "{file}", "Ingestions of files: started, joined, stored, failed.");
        _prefetched = meter.CreateCounter<long>("snackable.prefetched", "{file}", "Files ingested before anyone asked: stored, failed.");
    }

    /// <summary>A file was found in the store.</summary>
    public void StoreHit() => Count(_lookups, "store_hit");

    /// <summary>A file was found in the catalog, so that no page had to be read.</summary>
    public void CatalogHit() => Count(_lookups, "catalog_hit");

    /// <summary>A scan began.</summary>
    public void ScanStarted() => Count(_scans, "started");

    /// <summary>Somebody joined the scan in flight.</summary>
    public void ScanJoined() => Count(_scans, "joined");

    /// <summary>A scan saw all that it had to see.</summary>
    public void ScanCompleted() => Count(_scans, "completed");

    /// <summary>A scan could not read a page.</summary>
    public void ScanFailed() => Count(_scans, "failed");

    /// <summary>A page was read.</summary>
    public void PageRead() => _pages.Add(1);

    /// <summary>An ingestion began.</summary>
    public void IngestionStarted() => Count(_ingestions, "started");

    /// <summary>Somebody joined the ingestion in flight.</summary>
    public void IngestionJoined() => Count(_ingestions, "joined");

    /// <summary>A file was merged and is stored.</summary>
    public void IngestionStored() => Count(_ingestions, "stored");

    /// <summary>A file could not be ingested, or not be stored.</summary>
    public void IngestionFailed() => Count(_ingestions, "failed");

    /// <summary>A file was ingested before anyone asked, or could not be.</summary>
    public void Prefetched(bool stored) => Count(_prefetched, stored ? "stored" : "failed");

    private static void Count(Counter<long> counter, string outcome) => counter.Add(1, new KeyValuePair<string, object?>(Outcome, outcome));
}
