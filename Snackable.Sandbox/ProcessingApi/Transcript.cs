using System.Collections;
using Snackable.Sandbox.ProcessingApi.Texts;

namespace Snackable.Sandbox.ProcessingApi;

/// <summary>
/// What is said in a file, made of its number when somebody reads it and forgotten when memory is needed: a catalog of 10,000 files
/// holds close to a million segments, and most are never read.
/// </summary>
internal sealed class Transcript(int number, Guid fileId, Topic topic, int count) : IReadOnlyList<SandboxSegment>
{
    private const int ShortestMs = 1000;
    private const int LongestMs = 8000;
    private const int FirstStartMs = 3710;
    private const long FirstSegmentId = 2685;

    // Leaves room for the longest files, so that no two segments of the catalog have the same id.
    private const long SegmentIdsPerFile = 100_000;

    private readonly WeakReference<SandboxSegment[]?> _segments = new(null);

    public int Count => count;

    public SandboxSegment this[int index] => Segments()[index];

    /// <summary>The end of the last segment in milliseconds, found without making the texts; 0 if there is none.</summary>
    public long End() => Passages().LastOrDefault().End;

    public IEnumerator<SandboxSegment> GetEnumerator() => Segments().AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private SandboxSegment[] Segments()
    {
        if (_segments.TryGetTarget(out var segments))
            return segments;
        segments = Make();
        _segments.SetTarget(segments);
        return segments;
    }

    private SandboxSegment[] Make()
    {
        var words = new Dice((ulong)number + (1UL << 40));
        var segmentId = FirstSegmentId + (number * SegmentIdsPerFile);
        var segments = new List<SandboxSegment>(count);
        foreach (var (template, start, end) in Passages())
            segments.Add(new SandboxSegment(segmentId++, fileId, Template.Fill(template, topic, ref words), start, end));
        return [.. segments];
    }

    // The words have dice of their own, so that the times do not depend on whether the texts are made.
    private IEnumerable<(string Template, long Start, long End)> Passages()
    {
        var dice = new Dice((ulong)number + (1UL << 41));
        var last = -1;
        long start = FirstStartMs;
        for (var i = 0; i < count; i++)
        {
            last = NextSentence(ref dice, last);
            var template = topic.AllSentences[last];
            var end = start + Math.Clamp(template.Length * topic.Language.MillisecondsPerCharacter, ShortestMs, LongestMs);
            yield return (template, start, end);
            start = end + 40 + (dice.Roll(80) * 10);
        }
    }

    // Nobody says the same sentence twice in a row.
    private int NextSentence(ref Dice dice, int last)
    {
        var next = dice.Roll(topic.AllSentences.Count);
        return next == last ? (next + 1) % topic.AllSentences.Count : next;
    }
}
