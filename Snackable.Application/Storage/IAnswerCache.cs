using Snackable.Domain;

namespace Snackable.Application.Storage;

/// <summary>The answers that are kept ready to be sent again without asking the store.</summary>
public interface IAnswerCache
{
    /// <summary>Forgets the answer about a file. No answer that was made of what the store held before this call is sent after it.</summary>
    ValueTask EvictAsync(FileId fileId);

    /// <summary>Forgets all answers, since nobody can say which are still right. No answer made before this call is sent after it.</summary>
    void EvictAll();
}
