using AutoMapper;
using MediatR;
using Snackable.Application.Ingestion;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Application.Files;

/// <summary>Asks for everything about one file.</summary>
/// <param name="FileId">The file's id.</param>
public sealed record GetFileQuery(FileId FileId) : IRequest<FileResponse>;

/// <summary>Answers from the store, and has the file ingested when it is not there yet.</summary>
public sealed class GetFileQueryHandler(StoredFiles stored, FileIngestion ingestion, UpstreamDeadline deadline, IMapper mapper)
    : IRequestHandler<GetFileQuery, FileResponse>
{
    /// <inheritdoc />
    public async Task<FileResponse> Handle(GetFileQuery query, CancellationToken cancellationToken)
    {
        // The time that a store takes to fail is part of the caller's wait, too.
        var file = await deadline.RunAsync(
            async token => await stored.FindAsync(query.FileId, token) ?? await IngestAsync(query.FileId, token), cancellationToken);
        return mapper.Map<FileResponse>(file);
    }

    private async Task<MediaFile> IngestAsync(FileId fileId, CancellationToken cancellationToken)
    {
        try
        {
            return await ingestion.IngestAsync(fileId, cancellationToken);
        }
        catch (FileStoreException exception) when (exception.File is { } file)
        {
            return file;
        }
    }
}
