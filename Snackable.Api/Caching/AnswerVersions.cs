using Snackable.Domain;

namespace Snackable.Api.Caching;

/// <summary>
/// Counts the evictions of each file. A request takes the count when it comes in, and the count is part of its key in the cache. An
/// answer that was made before an eviction is therefore never found after it, even if it was being made at the time.
/// </summary>
internal sealed class AnswerVersions
{
    // Files share counters, so that memory is bounded. An eviction costs each file of the same counter one more read of the store.
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
