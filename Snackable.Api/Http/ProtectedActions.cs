using Microsoft.AspNetCore.Authorization;

namespace Snackable.Api.Http;

/// <summary>
/// Answers 403 for actions that ask for authorization, since no caller can be authorized yet. Without this they would be a 500. It is
/// decided at start, so that no request pays for it. Authentication takes its place: UseAuthentication and UseAuthorization, before the cache.
/// </summary>
internal static class ProtectedActions
{
    public static void RefuseProtected(this ControllerActionEndpointConventionBuilder actions) => actions.Finally(endpoint =>
    {
        var isProtected = endpoint.Metadata.OfType<IAuthorizeData>().Any();
        if (!isProtected)
            return;

        // 403, not 401: a 401 must name a way to authenticate (RFC 9110, section 15.5.2), and there is none.
        if (!endpoint.Metadata.OfType<IAllowAnonymous>().Any())
            endpoint.RequestDelegate = Refuse;
        foreach (var asked in endpoint.Metadata.OfType<IAuthorizeData>().ToList())
            endpoint.Metadata.Remove(asked);
    });

    private static Task Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
