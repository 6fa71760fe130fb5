using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Snackable.Api.Logs;

/// <summary>
/// Writes what another formatter makes of an entry, with every control character but tab and line break as its number (<c>\u001b</c>).
/// Texts from outside come into entries in many ways: values, scopes, exceptions. A terminal would act on what is in them.
/// </summary>
internal sealed class SafeConsoleFormatter(ConsoleFormatter inner) : ConsoleFormatter(inner.Name)
{
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var entry = new StringWriter(CultureInfo.InvariantCulture);
        inner.Write(logEntry, scopeProvider, entry);
        foreach (var chunk in entry.GetStringBuilder().GetChunks())
            Write(chunk.Span, textWriter);
    }

    private static void Write(ReadOnlySpan<char> text, TextWriter output)
    {
        for (var unsafeAt = IndexOfControl(text); unsafeAt >= 0; unsafeAt = IndexOfControl(text))
        {
            output.Write(text[..unsafeAt]);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)text[unsafeAt]:x4}"));
            text = text[(unsafeAt + 1)..];
        }

        output.Write(text);
    }

    private static int IndexOfControl(ReadOnlySpan<char> text)
    {
        for (var place = 0; place < text.Length; place++)
        {
            if (char.IsControl(text[place]) && text[place] is not ('\t' or '\n'))
                return place;
        }

        return -1;
    }
}
