using Snackable.Domain;

namespace Snackable.Api.Caching;

/// <summary>
/// Counts how often the answer about a file was evicted. The count is part of the answer's key in the cache, and taken when a
/// request comes in: an answer made of what the store held before a save is kept, if at all, under a key that nobody asks for any more.
/// </summary>
internal sealed class AnswerVersions
{
    // Files share counters, so that their number is fixed: an eviction costs the neighbors one look into the store.
    private const int Counters = 4096;

    private readonly long[] _versions = new long[Counters];

    public long Of(FileId fileId) => Volatile.Read(ref Counter(fileId));

    public void Advance(FileId fileId) => Interlocked.Increment(ref Counter(fileId));

    public void AdvanceAll()
    {
        for (var counter = 0; counter < Counters; counter++)
            Interlocked.Increment(ref _versions[counter]);
    }

    private ref long Counter(FileId fileId) => ref _versions[(uint)fileId.GetHashCode() % Counters];
}
