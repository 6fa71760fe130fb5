using Snackable.Domain;

namespace Snackable.Application.Files;

/// <summary>The processing API's whole list was read, and the file is not on it.</summary>
/// <param name="fileId">The file that was asked for.</param>
public sealed class MediaFileNotFoundException(FileId fileId) : Exception($"The processing API lists no file {fileId}.");
