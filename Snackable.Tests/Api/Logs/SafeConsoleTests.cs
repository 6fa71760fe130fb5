using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.Logs;

public sealed class SafeConsoleTests : ApiTests
{
    [Test]
    public async Task Write_ControlCharactersFromOutside_ReachTheConsoleAsNumbers()
    {
        var api = await StartApiAsync();

        foreach (var formatter in api.Services.GetServices<ConsoleFormatter>())
        {
            using var console = new StringWriter();
            formatter.Write(
                new LogEntry<string>(LogLevel.Warning, "Category", default, "Message \u001b[31mred\r\u0007 and ünïcode", null, (text, _) => text),
                scopeProvider: null,
                console);

            var written = console.ToString();
            Assert.That(written.Where(character => char.IsControl(character) && character is not ('\n' or '\t')), Is.Empty, formatter.Name);
            Assert.That(written, Does.Contain("001b[31mred").IgnoreCase, formatter.Name);
        }
    }
}
