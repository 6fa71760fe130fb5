using MediatR;
using Snackable.Application.Catalog.Lookup;
using Snackable.Domain;

namespace Snackable.Application.Ingestion;

/// <summary>Has a file fetched anew that is said to have changed, stored or not.</summary>
/// <param name="FileId">The file.</param>
/// <param name="ProcessingStatus">Its status, as whoever says so knows it.</param>
public sealed record UpdateFileCommand(FileId FileId, ProcessingStatus ProcessingStatus) : IRequest;

/// <summary>Fetches the file after this call, stores it, and has the answers about the version before forgotten.</summary>
public sealed class UpdateFileCommandHandler(FileCatalog catalog, FileIngestion ingestion) : AsyncRequestHandler<UpdateFileCommand>
{
    /// <summary>Returns once the file is stored.</summary>
    /// <inheritdoc cref="FileIngestion.UpdateAsync" path="/exception"/>
    protected override async Task Handle(UpdateFileCommand command, CancellationToken cancellationToken)
    {
        await catalog.LearnAsync(command.FileId, command.ProcessingStatus, cancellationToken);
        await ingestion.UpdateAsync(command.FileId, cancellationToken);
    }
}
