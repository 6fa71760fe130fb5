using System.Globalization;
using System.Text;

namespace Snackable.Sandbox.ProcessingApi;

/// <summary>A way in which the stand-in can answer wrongly, late or not at all.</summary>
public sealed class Fault
{
    private readonly Func<Exchange, Task> _answer;

    private Fault(Func<Exchange, Task> answer) => _answer = answer;

    /// <summary>200 with a body that is not JSON to the end.</summary>
    public static Fault Malformed { get; } = Body("{\"fileId\": \"4a551eec-7dac-46d2-8f17-b6972b864b34\", \"fileName\": oops");

    /// <summary>The right answer, but the connection is closed half-way through the body that <c>Content-Length</c> announced.</summary>
    public static Fault Truncated { get; } = new(FaultyAnswer.TruncateAsync);

    /// <summary>Details or segments of another file. A page is answered rightly.</summary>
    public static Fault Foreign { get; } = new(FaultyAnswer.MistakeFileAsync);

    /// <summary>The right answer as 206 Partial Content: nobody knows what is missing.</summary>
    public static Fault Partial { get; } = new(exchange =>
        exchange.SendAsync(exchange.RightAnswer() with { Status = StatusCodes.Status206PartialContent }));

    /// <summary>The right answer in a content coding that there is not.</summary>
    public static Fault UnknownCoding { get; } = new(exchange =>
    {
        exchange.Response.Headers.ContentEncoding = "unknown";
        return exchange.SendAsync(exchange.RightAnswer());
    });

    /// <summary>The connection is aborted without an answer.</summary>
    public static Fault Reset { get; } = new(exchange =>
    {
        exchange.Abort();
        return Task.CompletedTask;
    });

    /// <summary>A status code with a small JSON body.</summary>
    /// <param name="code">The HTTP status code, for example 500 or 429.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> header, sent in whole seconds; no such header if null.</param>
    public static Fault Status(int code, TimeSpan? retryAfter = null) => new(exchange =>
    {
        if (retryAfter is { } delay)
            exchange.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return exchange.SendAsync(Wire.Error(code, "The stand-in was told to fail."));
    });

    /// <summary>The right answer after a delay.</summary>
    /// <param name="delay">The time until the first byte.</param>
    public static Fault Slow(TimeSpan delay) => new(async exchange =>
    {
        await exchange.WaitAsync(delay);
        await exchange.SendAsync(exchange.RightAnswer());
    });

    /// <summary>The right answer, whose headers come at once and whose body comes one byte at a time.</summary>
    /// <param name="betweenBytes">The time before each byte.</param>
    public static Fault Dribble(TimeSpan betweenBytes) => new(exchange => FaultyAnswer.DribbleAsync(exchange, betweenBytes));

    /// <summary>302 to another address.</summary>
    /// <param name="location">The <c>Location</c> header.</param>
    public static Fault Redirect(string location) => new(exchange =>
    {
        exchange.Response.Redirect(location);
        return Task.CompletedTask;
    });

    /// <summary>200 with a body of the test's choice.</summary>
    /// <param name="json">The body, sent as UTF-8.</param>
    /// <param name="contentType">The <c>Content-Type</c> header.</param>
    public static Fault Body(string json, string contentType = "application/json") =>
        new(exchange => exchange.SendAsync(new Answer(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(json), contentType)));

    /// <summary>200 with well-formed JSON of the right shape that is larger than anyone should read.</summary>
    /// <param name="bytes">The size that the body exceeds.</param>
    public static Fault Oversized(long bytes) => new(exchange => FaultyAnswer.FloodAsync(exchange, bytes));

    internal Task AnswerAsync(Exchange exchange) => _answer(exchange);
}
