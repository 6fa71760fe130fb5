using MediatR;
using Microsoft.AspNetCore.Mvc;
using Snackable.Api.Caching;
using Snackable.Api.OpenApi;
using Snackable.Application.Files;
using Snackable.Domain;

namespace Snackable.Api.Files;

/// <summary>Everything about one audio file, in one call.</summary>
[ApiController]
[Route("api/presentation/files")]
public sealed class FilesController(IMediator mediator) : ControllerBase
{
    /// <summary>Gets a finished file with its details and all its segments.</summary>
    /// <remarks>
    /// The first request for a file merges it from the processing API's answers and stores it; all later ones are answered
    /// from the store. A file is answered whole or not at all.
    /// </remarks>
    /// <param name="fileId" example="4a551eec-7dac-46d2-8f17-b6972b864b34">The file's id, a UUID: 32 hexadecimal digits in five groups joined by hyphens.</param>
    /// <param name="cancellationToken">Ends the request when the client leaves.</param>
    /// <response code="200">The file.</response>
    /// <response code="304">The file is the one that the client has: its `ETag` was sent as `If-None-Match`.</response>
    /// <response code="400">
    /// The id is not a UUID (`invalid-file-id`, with `errors`), or the file is not finished (`file-not-finished`, with
    /// `processingStatus` and a `Retry-After` header).
    /// </response>
    /// <response code="404">The processing API's list was read to its end, or as far as `MAX_PAGES` goes, and the file is not on it (`file-not-found`).</response>
    /// <response code="500">Something went wrong on our side; the log tells more under the `traceId`.</response>
    /// <response code="502">The processing API answered nonsense (`processing-api-invalid`).</response>
    /// <response code="503">The processing API is down (`processing-api-unavailable`, with a `Retry-After` header).</response>
    /// <response code="504">The processing API was too slow (`processing-api-timeout`).</response>
    [HttpGet("{fileId}")]
    [HttpHead("{fileId}")]
    [FileCache]
    [ProducesResponseType<FileResponse>(StatusCodes.Status200OK, "application/json")]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType<ProblemResponse>(StatusCodes.Status400BadRequest, "application/problem+json")]
    [ProducesResponseType<ProblemResponse>(StatusCodes.Status404NotFound, "application/problem+json")]
    [ProducesResponseType<ProblemResponse>(StatusCodes.Status500InternalServerError, "application/problem+json")]
    [ProducesResponseType<ProblemResponse>(StatusCodes.Status502BadGateway, "application/problem+json")]
    [ProducesResponseType<ProblemResponse>(StatusCodes.Status503ServiceUnavailable, "application/problem+json")]
    [ProducesResponseType<ProblemResponse>(StatusCodes.Status504GatewayTimeout, "application/problem+json")]
    public Task<FileResponse> GetFile(FileId fileId, CancellationToken cancellationToken) =>
        mediator.Send(new GetFileQuery(fileId), cancellationToken);
}
