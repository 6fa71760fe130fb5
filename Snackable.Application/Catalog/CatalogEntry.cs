using Snackable.Domain;

namespace Snackable.Application.Catalog;

/// <summary>What is known of one file in the processing API's list.</summary>
/// <param name="FileId">The file.</param>
/// <param name="ProcessingStatus">Its status when it was seen. <c>FINISHED</c> is final; any other may have changed since.</param>
/// <param name="Offset">Its place in the list when it was seen, counted from 0. Files move when the list changes.</param>
/// <param name="SeenAt">When the call began that showed it.</param>
public sealed record CatalogEntry(FileId FileId, ProcessingStatus ProcessingStatus, int Offset, DateTimeOffset SeenAt);
