using System.IO.Pipelines;
using System.Net.Http.Headers;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>A body in memory, in pieces that are free again as soon as they are read. Disposing it gives back what it has reserved.</summary>
internal sealed class BufferedBody : StreamContent
{
    private const int MaxPiece = 64 * 1024;

    private readonly Pipe _pipe;
    private readonly SharedLimit _memory;
    private long _reserved;

    /// <param name="memory">What it reserves its memory of.</param>
    /// <param name="type">Its media type. A character set that it names counts for nothing: JSON is UTF-8 (RFC 8259).</param>
    public BufferedBody(SharedLimit memory, MediaTypeHeaderValue? type)
        : this(new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false)), memory)
    {
        Headers.ContentType = type;
        Headers.ContentType?.CharSet = null;
    }

    private BufferedBody(Pipe pipe, SharedLimit memory)
        : base(pipe.Reader.AsStream()) => (_pipe, _memory) = (pipe, memory);

    /// <summary>How many bytes it has.</summary>
    public long Length { get; private set; }

    /// <summary>Notes that so much memory was taken for it.</summary>
    public void Reserved(long bytes) => _reserved = bytes;

    /// <summary>Reads on.</summary>
    /// <param name="source">Where the body comes from.</param>
    /// <param name="upTo">The length at which to stop.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Whether the body ended before.</returns>
    public async Task<bool> ReadAsync(Stream source, long upTo, CancellationToken cancellationToken)
    {
        while (Length < upTo)
        {
            var wanted = (int)Math.Min(MaxPiece, upTo - Length);
            var read = await source.ReadAsync(_pipe.Writer.GetMemory(wanted)[..wanted], cancellationToken);
            if (read == 0)
                return true;
            _pipe.Writer.Advance(read);
            Length += read;
        }

        return false;
    }

    /// <summary>Takes note that it is whole: what it had reserved and does not take up is others'.</summary>
    public async Task CompleteAsync()
    {
        await _pipe.Writer.CompleteAsync();
        if (_reserved > Length)
            _memory.Return(_reserved - Length);
        _reserved = Math.Min(_reserved, Length);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _pipe.Writer.Complete();
        _memory.Return(Interlocked.Exchange(ref _reserved, 0));
    }
}
