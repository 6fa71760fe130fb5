using Snackable.Application.Catalog;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>Calls the processing API, and turns its wire contracts into the domain's types.</summary>
public sealed class ProcessingApiGateway(IProcessingApiClient client) : IProcessingApi
{
    /// <inheritdoc />
    public async Task<ListPage> GetPageAsync(int offset, CancellationToken cancellationToken)
    {
        var places = await FailureTranslation.CallAsync(
            () => client.GetPageAsync(CatalogOptions.PageSize, offset, cancellationToken), cancellationToken);
        var files = new List<ListedFile>(places.Count);
        for (var index = 0; index < places.Count; index++)
        {
            var place = places[index] ?? throw Invalid("The processing API's list has an empty place.");
            if (FileId.TryParse(place.FileId, out var fileId))
                files.Add(new ListedFile(fileId, new ProcessingStatus(place.ProcessingStatus), offset + index));
        }

        return new ListPage(places.Count, files);
    }

    /// <inheritdoc />
    public async Task<FileDetails?> GetDetailsAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var details = await FailureTranslation.FindAsync(
            () => client.GetDetailsAsync(fileId.ToString(), cancellationToken), cancellationToken);
        return details?.ToDetails(ParseFileId(details.FileId, fileId));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Segment>?> GetSegmentsAsync(FileId fileId, CancellationToken cancellationToken)
    {
        var segments = await FailureTranslation.FindAsync(
            () => client.GetSegmentsAsync(fileId.ToString(), cancellationToken), cancellationToken);
        return segments?.ConvertAll(segment => segment is null
            ? throw Invalid($"The processing API sent an empty segment for file {fileId}.")
            : new Segment(
                segment.FileSegmentId,
                ParseFileId(segment.FileId, fileId),
                segment.SegmentText,
                segment.StartTime,
                segment.EndTime));
    }

    private static FileId ParseFileId(string text, FileId asked) =>
        FileId.TryParse(text, out var fileId)
            ? fileId
            : throw Invalid($"The processing API's answer about file {asked} names a file id that is not a UUID.");

    private static ProcessingApiException Invalid(string message) => new(IngestionFailure.Invalid, message);
}
