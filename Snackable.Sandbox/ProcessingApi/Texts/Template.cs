using System.Globalization;
using System.Text;

namespace Snackable.Sandbox.ProcessingApi.Texts;

/// <summary>Fills the gaps of a template with words of its topic.</summary>
internal static class Template
{
    public static string Fill(string template, Topic topic, ref Dice dice)
    {
        if (!template.Contains('{'))
            return template;

        var text = new StringBuilder(template.Length + 32);
        var rest = template.AsSpan();
        for (var open = rest.IndexOf('{'); open >= 0; open = rest.IndexOf('{'))
        {
            var close = rest.IndexOf('}');
            text.Append(rest[..open]).Append(Word(rest[(open + 1)..close], topic, ref dice));
            rest = rest[(close + 1)..];
        }

        return text.Append(rest).ToString();
    }

    private static string Word(ReadOnlySpan<char> gap, Topic topic, ref Dice dice) => gap switch
    {
        "thing" => dice.Pick(topic.Things),
        "place" => dice.Pick(topic.Places),
        "person" => dice.Pick(topic.Language.People),
        "number" => (dice.Roll(96) + 4).ToString(CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"There are no words for the gap {gap}."),
    };
}
