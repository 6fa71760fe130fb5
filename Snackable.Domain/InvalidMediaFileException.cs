namespace Snackable.Domain;

/// <summary>The parts that were fetched or stored do not make one file.</summary>
/// <param name="fileId">The file that was to be made of them.</param>
/// <param name="reason">What is wrong with its parts, as the rest of a sentence.</param>
public sealed class InvalidMediaFileException(FileId fileId, string reason)
    : IngestionException(IngestionFailure.Invalid, $"The parts of file {fileId} do not make one file: {reason}.");
