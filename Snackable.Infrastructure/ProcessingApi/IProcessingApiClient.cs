using Refit;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>The processing API's three calls, as they go over the wire.</summary>
public interface IProcessingApiClient
{
    /// <summary>Reads a page of the list.</summary>
    [Get("/api/file/all")]
    Task<List<ListedFileContract?>?> GetPageAsync(int limit, int offset, CancellationToken cancellationToken);

    /// <summary>Reads a file's details.</summary>
    [Get("/api/file/details/{fileId}")]
    Task<DetailsContract?> GetDetailsAsync(string fileId, CancellationToken cancellationToken);

    /// <summary>Reads a file's segments.</summary>
    [Get("/api/file/segments/{fileId}")]
    Task<List<SegmentContract?>?> GetSegmentsAsync(string fileId, CancellationToken cancellationToken);
}
