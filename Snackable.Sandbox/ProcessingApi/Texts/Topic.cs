namespace Snackable.Sandbox.ProcessingApi.Texts;

/// <summary>What shows about one topic are made of. Templates are those of <see cref="Language"/>.</summary>
internal sealed record Topic(string Folder, Language Language)
{
    /// <summary>Titles of series.</summary>
    public required string[] Series { get; init; }

    /// <summary>What it is about.</summary>
    public required string[] Things { get; init; }

    /// <summary>Where it happens.</summary>
    public required string[] Places { get; init; }

    /// <summary>Sentences that only fit this topic.</summary>
    public required string[] Sentences { get; init; }

    /// <summary>Every sentence that may be said.</summary>
    public IReadOnlyList<string> AllSentences => field ??= [.. Sentences, .. Language.Sentences];
}
