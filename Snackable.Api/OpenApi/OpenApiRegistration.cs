using Microsoft.OpenApi;
using Snackable.Application.Files;
using Snackable.Domain;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Snackable.Api.OpenApi;

/// <summary>Registers the OpenAPI document and the page to try it out.</summary>
internal static class OpenApiRegistration
{
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) => services.AddSwaggerGen(document =>
    {
        document.SwaggerDoc("v1", new OpenApiInfo
        {
            Title = "Snackable presentation API",
            Version = "v1",
            Description = "Everything about an audio file in one call: its details and what is said in it.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        });
        // HEAD is answered like GET, and needs no description of its own.
        document.DocInclusionPredicate((_, action) => action.HttpMethod != HttpMethods.Head);
        document.CustomOperationIds(action => action.ActionDescriptor.RouteValues["action"]);
        document.SupportNonNullableReferenceTypes();
        document.NonNullableReferenceTypesAsRequired();
        document.IncludeXmlComments(typeof(OpenApiRegistration).Assembly);
        document.IncludeXmlComments(typeof(FileResponse).Assembly);
        // A plain string without the format "uuid": Swagger UI would refuse to send an invalid id, and hide how it is answered.
        document.MapType<FileId>(() => new OpenApiSchema { Type = JsonSchemaType.String });
        document.OperationFilter<ProblemResponses>();
        document.OperationFilter<RepresentationResponses>();
    });

    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.MapSwagger();
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/swagger"), pages => pages.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "Snackable presentation API";
            page.SwaggerEndpoint("v1/swagger.json", "v1");
            page.DocExpansion(DocExpansion.Full);
            page.EnableTryItOutByDefault();
        }));
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], () => Results.Redirect("/swagger")).ExcludeFromDescription();
    }
}
