namespace Snackable.Domain;

/// <summary>
/// How far the processing API has come with a file, in the processing API's own word. The set of words is open:
/// a word never seen before reads as "not finished" and is passed on as it is.
/// </summary>
/// <param name="Word">The processing API's word, for example <c>FINISHED</c>.</param>
public sealed record ProcessingStatus(string Word)
{
    /// <summary>The file is transcribed. Final for the file's life, unless an event says that it was updated.</summary>
    public static ProcessingStatus Finished { get; } = new("FINISHED");

    /// <summary>The file is being transcribed.</summary>
    public static ProcessingStatus Processing { get; } = new("PROCESSING");

    /// <summary>The file could not be transcribed.</summary>
    public static ProcessingStatus Failed { get; } = new("FAILED");

    /// <summary>Whether the file has details and segments worth asking for.</summary>
    public bool IsFinished => this == Finished;

    /// <summary>The processing API's word.</summary>
    public override string ToString() => Word;
}
