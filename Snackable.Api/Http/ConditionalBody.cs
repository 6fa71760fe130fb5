using Microsoft.Net.Http.Headers;

namespace Snackable.Api.Http;

/// <summary>Discards a body that the client has already, and makes the answer a 304. The headers tell, once the first byte is written.</summary>
internal sealed class ConditionalBody(HttpContext http, Stream inner) : Stream
{
    private bool? _isKnown;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // Look at the status again: if the answer fails after the first byte, the problem that replaces it needs its body.
    private bool IsKnown =>
        (_isKnown ??= !http.Response.HasStarted && TryAnswerNotModified(http)) && http.Response.StatusCode == StatusCodes.Status304NotModified;

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!IsKnown)
            inner.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        IsKnown ? ValueTask.CompletedTask : inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        if (!IsKnown)
            inner.Flush();
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        IsKnown ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static bool TryAnswerNotModified(HttpContext http)
    {
        var (headers, response) = (http.Response.Headers, http.Response);
        if (response.StatusCode != StatusCodes.Status200OK || !EntityTagHeaderValue.TryParse(headers.ETag.ToString(), out var tag))
            return false;

        // Weak comparison (RFC 9110, section 13.1.2): a cache on the way may have weakened the tag.
        if (!EntityTagHeaderValue.TryParseList(http.Request.Headers.IfNoneMatch, out var known)
            || !known.Any(one => one == EntityTagHeaderValue.Any || one.Compare(tag, useStrongComparison: false)))
            return false;

        response.StatusCode = StatusCodes.Status304NotModified;
        headers.ContentLength = null;
        headers.Remove(HeaderNames.ContentType);
        headers.Remove(HeaderNames.ContentEncoding);
        return true;
    }
}
