namespace Snackable.Api.Http;

/// <summary>
/// Tells a client who has the very bytes that are about to be sent that they are still right (RFC 9110, section 13.1.2). The cache does
/// so for what it holds; this does it for what comes from behind, and from outside of the cache: the cache keeps the whole answer for
/// everyone else, and for when the same client asks again.
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
