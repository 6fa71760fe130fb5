using MediatR;
using Snackable.Application.Catalog;
using Snackable.Domain;

namespace Snackable.Application.Files;

/// <summary>Has a file fetched anew that is said to have changed, stored or not.</summary>
/// <param name="FileId">The file.</param>
/// <param name="ProcessingStatus">Its status, as whoever says so knows it.</param>
public sealed record UpdateFileCommand(FileId FileId, ProcessingStatus ProcessingStatus) : IRequest;

/// <summary>Fetches the file after this call, stores it, and forgets the answer about the version before.</summary>
public sealed class UpdateFileCommandHandler(FileCatalog catalog, FileIngestion ingestion, IAnswerCache answers)
    : AsyncRequestHandler<UpdateFileCommand>
{
    /// <summary>Returns once the file is stored.</summary>
    /// <exception cref="FileStoreException">The store can't be used at the moment, or can't take this file.</exception>
    /// <inheritdoc cref="FileIngestion.UpdateAsync" path="/exception"/>
    protected override async Task Handle(UpdateFileCommand command, CancellationToken cancellationToken)
    {
        await catalog.LearnAsync(command.FileId, command.ProcessingStatus, cancellationToken);
        var ingested = await ingestion.UpdateAsync(command.FileId, cancellationToken);

        // Also when nothing was replaced: while the store was away, answers were made that it never held.
        await answers.EvictAsync(command.FileId);
        ingested.EnsureStored();
    }
}
