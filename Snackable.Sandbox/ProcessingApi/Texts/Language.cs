namespace Snackable.Sandbox.ProcessingApi.Texts;

/// <summary>
/// What people say about any topic in one language. Templates may contain <c>{thing}</c>, <c>{place}</c>, <c>{person}</c> and
/// <c>{number}</c>.
/// </summary>
internal sealed record Language
{
    /// <summary>How long it takes to say one character, in milliseconds.</summary>
    public int MillisecondsPerCharacter { get; init; } = 62;

    /// <summary>Titles of episodes.</summary>
    public required string[] Episodes { get; init; }

    /// <summary>Sentences that fit any topic.</summary>
    public required string[] Sentences { get; init; }

    /// <summary>Names of guests and hosts.</summary>
    public required string[] People { get; init; }
}
