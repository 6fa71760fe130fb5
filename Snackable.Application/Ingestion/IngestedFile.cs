using Snackable.Application.Storage;
using Snackable.Domain;

namespace Snackable.Application.Ingestion;

/// <summary>What an ingestion gives: the file, which is good to be answered, whether or not the store could take it.</summary>
/// <param name="File">The file, whole.</param>
/// <param name="Problem">Why it is not stored; <see langword="null"/> when it is.</param>
public sealed record IngestedFile(MediaFile File, FileStoreException? Problem = null)
{
    /// <summary>Whether the file, or a newer version of it, is in the store.</summary>
    public bool IsStored => Problem is null;

    /// <summary>For those who are only done once the file is stored.</summary>
    /// <exception cref="FileStoreException">It is not.</exception>
    public void EnsureStored()
    {
        if (Problem is not null)
            throw new FileStoreException(Problem.Message, Problem) { IsPermanent = Problem.IsPermanent };
    }
}
