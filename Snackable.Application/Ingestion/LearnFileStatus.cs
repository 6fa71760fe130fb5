using MediatR;
using Snackable.Application.Catalog.Lookup;
using Snackable.Domain;

namespace Snackable.Application.Ingestion;

/// <summary>Has the catalog learn how far the processing API has come with a file.</summary>
/// <param name="FileId">The file.</param>
/// <param name="ProcessingStatus">Its status.</param>
public sealed record LearnFileStatusCommand(FileId FileId, ProcessingStatus ProcessingStatus) : IRequest;

/// <summary>Tells the catalog, which looks for the file in the list if it does not know it.</summary>
public sealed class LearnFileStatusCommandHandler(FileCatalog catalog) : AsyncRequestHandler<LearnFileStatusCommand>
{
    /// <summary>Returns once the catalog knows.</summary>
    /// <inheritdoc cref="FileCatalog.LearnAsync" path="/exception"/>
    protected override Task Handle(LearnFileStatusCommand command, CancellationToken cancellationToken) =>
        catalog.LearnAsync(command.FileId, command.ProcessingStatus, cancellationToken);
}
