using System.Collections.Concurrent;
using Snackable.Domain;

namespace Snackable.Application.Catalog;

/// <summary>The catalog in memory: at most one entry a file. Does no I/O. Thread-safe.</summary>
/// <param name="capacity">How many entries are kept, if the last scan showed no more: as many as there are places that count.</param>
public sealed class CatalogTable(int capacity)
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

        return anyNew;
    }

    /// <summary>Forgets what is known of a file: it has turned out wrong.</summary>
    /// <returns>What was known.</returns>
    public CatalogEntry? Forget(FileId fileId) => _entries.TryRemove(fileId, out var known) ? known : null;

    /// <summary>Forgets files that scans of the whole list do not show any more.</summary>
    /// <param name="seenBefore">Files not seen since then go.</param>
    /// <param name="spareSince">Files seen since then stay, however many they are: the last scan answers by them.</param>
    public void Prune(DateTimeOffset seenBefore, DateTimeOffset spareSince)
    {
        foreach (var entry in _entries.Values.Where(entry => entry.SeenAt < seenBefore))
            RemoveUnlessSeenSince(entry);
        var tooMany = _entries.Count - capacity;
        foreach (var entry in _entries.Values.Where(entry => entry.SeenAt < spareSince).OrderBy(entry => entry.SeenAt).Take(tooMany))
            RemoveUnlessSeenSince(entry);
    }

    private void RemoveUnlessSeenSince(CatalogEntry entry) => _entries.TryRemove(KeyValuePair.Create(entry.FileId, entry));

    // A list can show a file twice, and pages can overtake each other: what is final stays, else the later sight counts.
    private static CatalogEntry Later(CatalogEntry known, CatalogEntry seen)
    {
        if (known.ProcessingStatus.IsFinished && !seen.ProcessingStatus.IsFinished)
            return seen.SeenAt > known.SeenAt ? seen with { ProcessingStatus = known.ProcessingStatus } : known;
        return seen.ProcessingStatus.IsFinished && !known.ProcessingStatus.IsFinished || seen.SeenAt >= known.SeenAt ? seen : known;
    }
}
