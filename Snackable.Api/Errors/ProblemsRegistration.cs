using Microsoft.AspNetCore.Mvc;

namespace Snackable.Api.Errors;

/// <summary>Registers how errors are answered.</summary>
internal static class ProblemsRegistration
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        return services.PostConfigure<ApiBehaviorOptions>(behavior =>
        {
            behavior.InvalidModelStateResponseFactory = InvalidRequest.Answer;
            // A bare status gets its problem from UseStatusCodePages, like one that no action has set.
            behavior.SuppressMapClientErrors = true;
        });
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }
}
