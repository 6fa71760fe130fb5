namespace Snackable.Sandbox.ProcessingApi;

/// <summary>The three calls that the processing API offers.</summary>
public enum CallKind
{
    /// <summary>A page of the list: <c>GET /api/file/all</c>.</summary>
    Page,

    /// <summary>The details of one file: <c>GET /api/file/details/{fileId}</c>.</summary>
    Details,

    /// <summary>The segments of one file: <c>GET /api/file/segments/{fileId}</c>.</summary>
    Segments,
}
