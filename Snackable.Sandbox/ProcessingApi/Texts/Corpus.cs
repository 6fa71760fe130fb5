namespace Snackable.Sandbox.ProcessingApi.Texts;

/// <summary>Every topic that the catalog has shows about.</summary>
internal static class Corpus
{
    // Most shows are in English.
    private const int EnglishPercent = 72;

    private static readonly Topic[] EnglishTopics =
    [
        EnglishShows.Food, EnglishShows.Science, EnglishShows.History, EnglishShows.Sports,
        EnglishShows.Cities, EnglishShows.Music, EnglishShows.Technology, EnglishShows.Nature,
    ];

    private static readonly Topic[] OtherTopics =
    [
        EuropeanShows.German, EuropeanShows.French, EuropeanShows.Spanish, EuropeanShows.Greek, EasternShows.Japanese, EasternShows.Arabic,
    ];

    public static Topic Pick(ref Dice dice) => dice.Pick(dice.Roll(100) < EnglishPercent ? EnglishTopics : OtherTopics);
}
