using System.Globalization;

namespace Snackable.Sandbox.ProcessingApi;

/// <summary>The three calls of the processing API: each is counted, passes the gate, waits, and is answered rightly or wrongly.</summary>
internal sealed class Endpoints(StandIn standIn, StandInOptions options, TimeProvider time)
{
    private readonly RandomFaults _randomFaults = new(options);

    public void Map(WebApplication app)
    {
        app.MapGet("/api/file/all", http => AnswerAsync(http, PageCall(http)));
        app.MapGet("/api/file/details/{fileId}", http => AnswerAsync(http, FileCall(CallKind.Details, http)));
        app.MapGet("/api/file/segments/{fileId}", http => AnswerAsync(http, FileCall(CallKind.Segments, http)));
        app.MapGet("/sandbox/calls", http => new Exchange(http, new Call(CallKind.Page, null, null), NotFound, time)
            .SendAsync(Wire.Counters(standIn.Calls)));
    }

    private async Task AnswerAsync(HttpContext http, Call call)
    {
        standIn.Calls.Begin(call);
        try
        {
            var exchange = new Exchange(http, call, () => RightAnswer(call), time);
            await standIn.Gate.PassAsync(call, exchange.Leaving);
            await exchange.WaitAsync(TimeSpan.FromMilliseconds(options.LatencyMs));
            var fault = standIn.Faults.Next(call) ?? _randomFaults.Next();
            await (fault?.AnswerAsync(exchange) ?? exchange.SendAsync(RightAnswer(call)));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller left: nobody is there to be answered.
        }
        finally
        {
            standIn.Calls.End(call);
        }
    }

    private Answer RightAnswer(Call call) => call.Kind == CallKind.Page ? PageAnswer(call) : FileAnswer(call);

    private Answer PageAnswer(Call call) => call is { Offset: { } offset, Limit: { } limit }
        ? Wire.Page(standIn.Files.Page(offset, limit))
        : Wire.Error(StatusCodes.Status400BadRequest, "offset must be a number from 0 and limit a number from 1.");

    private Answer FileAnswer(Call call)
    {
        if (call.FileId is not { } fileId || standIn.Files.Find(fileId) is not { } file)
            return NotFound();
        if (call.Kind == CallKind.Details)
            return Wire.Details(file);
        return file.ProcessingStatus == SandboxStatus.Finished ? Wire.Segments(file) : Wire.NoSegments();
    }

    private static Answer NotFound() => Wire.Error(StatusCodes.Status404NotFound, "There is no such file.");

    private static Call PageCall(HttpContext http) => new(CallKind.Page, Number(http, "offset", 0, 0), null)
    {
        Limit = Number(http, "limit", 1, FileList.PageSize),
        TraceParent = http.Request.Headers.TraceParent,
    };

    private static Call FileCall(CallKind kind, HttpContext http) =>
        new(kind, null, Guid.TryParseExact((string?)http.Request.RouteValues["fileId"], "D", out var fileId) ? fileId : null)
        {
            TraceParent = http.Request.Headers.TraceParent,
        };

    private static int? Number(HttpContext http, string name, int least, int otherwise)
    {
        if (!http.Request.Query.TryGetValue(name, out var text))
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null;
    }
}
