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

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Finds a file's entry.</summary>
    public CatalogEntry? Find(FileId fileId) => _entries.GetValueOrDefault(fileId);

    /// <summary>Takes note of a file that was seen.</summary>
    public Sight Learn(CatalogEntry seen)
    {
        while (true)
        {
            if (_entries.TryAdd(seen.FileId, seen))
                return Sight.New;
            if (!_entries.TryGetValue(seen.FileId, out var known))
                continue;
            var later = Later(known, seen);
            if (_entries.TryUpdate(seen.FileId, later, known))
                return later with { SeenAt = known.SeenAt } == known ? Sight.Same : Sight.Changed;
        }
    }

    /// <summary>Forgets what is known of a file: it has turned out wrong.</summary>
    /// <returns>What was known.</returns>
    public CatalogEntry? Forget(FileId fileId) => _entries.TryRemove(fileId, out var known) ? known : null;

    /// <summary>Forgets files that scans of the whole list do not show any more.</summary>
    /// <param name="seenBefore">Files not seen since then go.</param>
    /// <param name="spareSince">Files seen since then stay, however many they are: the last scan answers by them.</param>
    /// <returns>The files that are forgotten.</returns>
    public IReadOnlyList<FileId> Prune(DateTimeOffset seenBefore, DateTimeOffset spareSince)
    {
        var gone = _entries.Values.Where(entry => entry.SeenAt < seenBefore).ToList();
        var tooMany = _entries.Count - gone.Count - capacity;
        gone.AddRange(_entries.Values
            .Where(entry => entry.SeenAt >= seenBefore && entry.SeenAt < spareSince)
            .OrderBy(entry => entry.SeenAt)
            .Take(tooMany));
        return [.. gone.Where(RemoveUnlessSeenSince).Select(entry => entry.FileId)];
    }

    private bool RemoveUnlessSeenSince(CatalogEntry entry) => _entries.TryRemove(KeyValuePair.Create(entry.FileId, entry));

    // A list can show a file twice, and pages can overtake each other: what is final stays, and for all else the later sight counts.
    private static CatalogEntry Later(CatalogEntry known, CatalogEntry seen)
    {
        var later = seen.SeenAt >= known.SeenAt ? seen : known;
        return known.ProcessingStatus.IsFinished || seen.ProcessingStatus.IsFinished ? later with { ProcessingStatus = ProcessingStatus.Finished } : later;
    }
}

/// <summary>What a sight of a file says beside what was known.</summary>
public enum Sight
{
    /// <summary>Its status and its place are as known.</summary>
    Same,

    /// <summary>Its status or its place is another one.</summary>
    Changed,

    /// <summary>The file was not known.</summary>
    New,
}
