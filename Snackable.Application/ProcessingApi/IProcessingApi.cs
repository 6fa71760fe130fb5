using Snackable.Domain;

namespace Snackable.Application.ProcessingApi;

/// <summary>
/// The processing API, in our words. Every call throws <see cref="ProcessingApiException"/> when it gets no usable answer;
/// what the processing API does not know is a value.
/// </summary>
public interface IProcessingApi
{
    /// <summary>Reads one page of the list of all files.</summary>
    /// <param name="offset">How many files of the list lie before the page; counted in files, not in pages.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ListPage> GetPageAsync(int offset, CancellationToken cancellationToken);

    /// <summary>Asks for a file's details.</summary>
    /// <returns>The details; <see langword="null"/> when the processing API does not know the file.</returns>
    Task<FileDetails?> GetDetailsAsync(FileId fileId, CancellationToken cancellationToken);

    /// <summary>Asks for a file's segments, thousands of them at times.</summary>
    /// <returns>The segments; <see langword="null"/> when the processing API does not know the file.</returns>
    Task<IReadOnlyList<Segment>?> GetSegmentsAsync(FileId fileId, CancellationToken cancellationToken);
}

/// <summary>A file as a page of the list shows it.</summary>
/// <param name="FileId">The file.</param>
/// <param name="ProcessingStatus">How far the processing API has come with it.</param>
/// <param name="Offset">Its place in the list, counted from 0. Files can move when the list changes.</param>
public sealed record ListedFile(FileId FileId, ProcessingStatus ProcessingStatus, int Offset);

/// <summary>A page of the list.</summary>
/// <param name="Length">
/// How many places of the list the page spans; 0 past the list's end. At most 5, and sometimes fewer in the middle of the list.
/// </param>
/// <param name="Files">The files on it: fewer than its length when a place holds an id that is no UUID, which nobody can ask for.</param>
public sealed record ListPage(int Length, IReadOnlyList<ListedFile> Files);
