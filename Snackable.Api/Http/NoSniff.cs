namespace Snackable.Api.Http;

/// <summary>Has browsers trust the content type, and never guess from the body that it is a page or a script.</summary>
internal static class NoSniff
{
    public static void UseNoSniff(this WebApplication app) => app.Use((http, next) =>
    {
        http.Response.ForbidSniffing();
        return next(http);
    });

    /// <summary>Sets the header again for a problem: the headers set before it were cleared.</summary>
    public static void ForbidSniffing(this HttpResponse response) => response.Headers.XContentTypeOptions = "nosniff";
}
