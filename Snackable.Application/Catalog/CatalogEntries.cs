using System.Collections.Concurrent;
using Snackable.Domain;

namespace Snackable.Application.Catalog;

/// <summary>The catalog in memory: at most one entry a file, and no more entries than places of the list that count. Thread-safe.</summary>
/// <param name="capacity">How many entries are kept; beyond it, those go first that were not seen for the longest time.</param>
public sealed class CatalogEntries(int capacity)
{
    private readonly ConcurrentDictionary<FileId, CatalogEntry> _entries = new();

    /// <summary>All entries, in no order.</summary>
    public IReadOnlyCollection<CatalogEntry> All => [.. _entries.Values];

    /// <summary>Finds a file's entry.</summary>
    public CatalogEntry? Find(FileId fileId) => _entries.GetValueOrDefault(fileId);

    /// <summary>Takes note of what a page showed.</summary>
    /// <returns>Whether one of the files was not known before.</returns>
    public bool Learn(IEnumerable<CatalogEntry> seen)
    {
        var anyNew = false;
        foreach (var entry in seen)
        {
            anyNew |= !_entries.ContainsKey(entry.FileId);
            _entries.AddOrUpdate(entry.FileId, entry, (_, known) => Later(known, entry));
        }

        if (_entries.Count > capacity)
            ForgetOldest(_entries.Count - capacity);
        return anyNew;
    }

    /// <summary>Forgets an entry that has turned out wrong, unless the file has been seen again since.</summary>
    public void Forget(CatalogEntry entry) => _entries.TryRemove(KeyValuePair.Create(entry.FileId, entry));

    /// <summary>Forgets the files that were not seen since then.</summary>
    public void Prune(DateTimeOffset seenBefore)
    {
        foreach (var entry in _entries.Values.Where(entry => entry.SeenAt < seenBefore))
            Forget(entry);
    }

    // A list can show a file twice, and pages can overtake each other: what is final stays, else the later sight counts.
    private static CatalogEntry Later(CatalogEntry known, CatalogEntry seen)
    {
        if (known.ProcessingStatus.IsFinished && !seen.ProcessingStatus.IsFinished)
            return known with { SeenAt = known.SeenAt > seen.SeenAt ? known.SeenAt : seen.SeenAt };
        return seen.ProcessingStatus.IsFinished && !known.ProcessingStatus.IsFinished || seen.SeenAt >= known.SeenAt ? seen : known;
    }

    private void ForgetOldest(int count)
    {
        foreach (var entry in _entries.Values.OrderBy(entry => entry.SeenAt).Take(count))
            Forget(entry);
    }
}
