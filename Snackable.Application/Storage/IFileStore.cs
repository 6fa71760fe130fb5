using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>Our own store of merged files. Every call throws <see cref="FileStoreException"/> when the store can't be used.</summary>
public interface IFileStore
{
    /// <summary>Finds a stored file.</summary>
    /// <returns>The file, whole; <see langword="null"/> when it is not stored.</returns>
    Task<MediaFile?> FindAsync(FileId fileId, CancellationToken cancellationToken);

    /// <summary>Tells which of some files are stored, without reading them.</summary>
    Task<IReadOnlySet<FileId>> FilterStoredAsync(IReadOnlyCollection<FileId> fileIds, CancellationToken cancellationToken);

    /// <summary>Stores a file with all its segments, or nothing of it. Never replaces a version whose fetch began later.</summary>
    Task<SaveOutcome> SaveAsync(MediaFile file, CancellationToken cancellationToken);
}

/// <summary>What came of saving a file.</summary>
public enum SaveOutcome
{
    /// <summary>It was not stored before, and is now.</summary>
    Added,

    /// <summary>It took the place of an older version.</summary>
    Replaced,

    /// <summary>A version at least as new was there already and stays: read it back.</summary>
    Superseded,
}
