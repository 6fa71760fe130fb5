using AutoMapper;
using FluentValidation;
using MediatR;
using Snackable.Application.Ingestion;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Application.Files;

/// <summary>Asks for everything about one file.</summary>
/// <param name="FileId">The file's id, as the caller wrote it.</param>
public sealed record GetFileQuery(string FileId) : IRequest<FileResponse>;

/// <summary>Refuses ids that no file can have, before anyone is asked about them.</summary>
public sealed class GetFileQueryValidator : AbstractValidator<GetFileQuery>
{
    /// <summary>Declares the rule.</summary>
    public GetFileQueryValidator() =>
        RuleFor(query => query.FileId)
            .Must(id => FileId.TryParse(id, out _))
            .WithMessage("The file id must be a UUID such as 4a551eec-7dac-46d2-8f17-b6972b864b34.");
}

/// <summary>Answers from the store, and has the file ingested when it is not there yet.</summary>
public sealed class GetFileQueryHandler(StoredFiles stored, FileIngestion ingestion, UpstreamDeadline deadline, IMapper mapper)
    : IRequestHandler<GetFileQuery, FileResponse>
{
    /// <inheritdoc />
    public async Task<FileResponse> Handle(GetFileQuery query, CancellationToken cancellationToken)
    {
        var fileId = FileId.Parse(query.FileId);
        // The time that a store takes to fail is part of the caller's wait, too.
        var file = await deadline.RunAsync(
            async token => await stored.FindAsync(fileId, token) ?? await IngestAsync(fileId, token), cancellationToken);
        return mapper.Map<FileResponse>(file);
    }

    private async Task<MediaFile> IngestAsync(FileId fileId, CancellationToken cancellationToken)
    {
        try
        {
            return await ingestion.IngestAsync(fileId, cancellationToken);
        }
        catch (FileNotStoredException notStored)
        {
            return notStored.File;
        }
    }
}
