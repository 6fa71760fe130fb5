using MediatR;
using Snackable.Application.Catalog.Lookup;
using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Application.Ingestion;

/// <summary>Has a file stored that is said to be finished.</summary>
/// <param name="FileId">The file.</param>
public sealed record IngestFileCommand(FileId FileId) : IRequest;

/// <summary>Stores the file, unless it is stored: then there is nothing to do.</summary>
public sealed class IngestFileCommandHandler(IFileStore store, FileCatalog catalog, FileIngestion ingestion)
    : AsyncRequestHandler<IngestFileCommand>
{
    /// <summary>Returns once the file is stored.</summary>
    /// <inheritdoc cref="FileIngestion.IngestAsync" path="/exception"/>
    protected override async Task Handle(IngestFileCommand command, CancellationToken cancellationToken)
    {
        // Asked first: while the store is unavailable, fetching is in vain.
        var stored = await store.FilterStoredAsync([command.FileId], cancellationToken);
        if (stored.Contains(command.FileId))
            return;
        await catalog.LearnAsync(command.FileId, ProcessingStatus.Finished, cancellationToken);
        ingestion.ForgetFailure(command.FileId);
        await ingestion.IngestAsync(command.FileId, cancellationToken);
    }
}
