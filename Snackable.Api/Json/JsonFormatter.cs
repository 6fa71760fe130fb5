using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Snackable.Api.Http;

namespace Snackable.Api.Json;

/// <summary>Writes every type that <see cref="ApiJsonContext"/> knows as JSON.</summary>
internal sealed class JsonFormatter : OutputFormatter
{
    private static readonly JsonWriterOptions Json = new() { Encoder = PlainTextEncoder.Instance };

    public JsonFormatter() => SupportedMediaTypes.Add("application/json");

    // Accept is ignored: an object has one representation, and the cache does not vary by this header. A type that is not in the context
    // is a defect of ours: it becomes a 500 that names it, and not a 406.
    public override bool CanWriteResult(OutputFormatterCanWriteContext context) => context.ObjectType is not null;

    public override void WriteResponseHeaders(OutputFormatterWriteContext context)
    {
        // The representation sets them once its body is rendered.
    }

    public override Task WriteResponseBodyAsync(OutputFormatterWriteContext context)
    {
        var http = context.HttpContext;
        if (context.Object is ProblemDetails problem)
            return http.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new() { HttpContext = http, ProblemDetails = problem }).AsTask();

        var type = ApiJsonContext.Default.GetTypeInfo(context.ObjectType!)
            ?? throw new InvalidOperationException($"{context.ObjectType} is not in {nameof(ApiJsonContext)}.");
        return Representation.SendAsync(http, "application/json; charset=utf-8", body =>
        {
            using var writer = new Utf8JsonWriter(body, Json);
            JsonSerializer.Serialize(writer, context.Object, type);
        });
    }
}
