namespace Snackable.Api.Http;

/// <summary>Has browsers take every body for what its content type says, and never for a page or a script that it looks like.</summary>
internal static class NoSniff
{
    public static void UseNoSniff(this WebApplication app) => app.Use((http, next) =>
    {
        http.Response.ForbidSniffing();
        return next(http);
    });

    /// <summary>For answers that begin anew, without the headers set so far.</summary>
    public static void ForbidSniffing(this HttpResponse response) => response.Headers.XContentTypeOptions = "nosniff";
}
