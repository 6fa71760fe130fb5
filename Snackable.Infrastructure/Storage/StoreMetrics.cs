using System.Diagnostics.Metrics;

namespace Snackable.Infrastructure.Storage;

/// <summary>What the stores count.</summary>
public sealed class StoreMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Snackable.Store";

    private readonly Counter<long> _filesTooLarge;

    /// <summary>Creates the instruments.</summary>
    public StoreMetrics(IMeterFactory meters) => _filesTooLarge = meters.Create(MeterName).CreateCounter<long>(
        "snackable.store.files_too_large", "{file}", "Files that were answered and not stored, since the store can't hold files of their size.");

    /// <summary>Counts a file that is too large to be stored.</summary>
    public void FileTooLarge() => _filesTooLarge.Add(1);
}
