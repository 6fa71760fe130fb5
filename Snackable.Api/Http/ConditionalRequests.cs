namespace Snackable.Api.Http;

/// <summary>
/// Answers 304 to a client that has the bytes already (RFC 9110, section 13.1.2). The cache does so for what it holds; this does it for
/// answers that are made. It stands before the cache, so that the cache keeps the whole answer and not the 304.
/// </summary>
internal static class ConditionalRequests
{
    public static void UseConditionalRequests(this WebApplication app) => app.Use((http, next) =>
        IsConditional(http.Request) ? InvokeAsync(http, next) : next(http));

    private static bool IsConditional(HttpRequest request) =>
        request.Headers.IfNoneMatch.Count > 0 && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));

    private static async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var original = http.Response.Body;
        await using var body = new ConditionalBody(http, original);
        http.Response.Body = body;
        try
        {
            await next(http);
            await http.Response.CompleteAsync();
        }
        finally
        {
            http.Response.Body = original;
        }
    }
}
