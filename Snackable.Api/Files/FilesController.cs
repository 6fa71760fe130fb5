using MediatR;
using Microsoft.AspNetCore.Mvc;
using Snackable.Api.Caching;
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
    [HttpGet("{fileId}")]
    [HttpHead("{fileId}")]
    [FileCache]
    [FileProblems]
    [ProducesResponseType<FileResponse>(StatusCodes.Status200OK, "application/json")]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    public Task<FileResponse> GetFile(FileId fileId, CancellationToken cancellationToken) =>
        mediator.Send(new GetFileQuery(fileId), cancellationToken);
}
