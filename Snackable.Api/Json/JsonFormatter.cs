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

    // Accept is ignored: an object has one representation, and the cache does not vary by this header.
    public override bool CanWriteResult(OutputFormatterCanWriteContext context) => CanWriteType(context.ObjectType);

    public override void WriteResponseHeaders(OutputFormatterWriteContext context)
    {
        // The representation sets them once its body is rendered.
    }

    public override Task WriteResponseBodyAsync(OutputFormatterWriteContext context)
    {
        var http = context.HttpContext;
        if (context.Object is ProblemDetails problem)
            return http.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new() { HttpContext = http, ProblemDetails = problem }).AsTask();

        var type = ApiJsonContext.Default.GetTypeInfo(context.ObjectType!)!;
        return Representation.SendAsync(http, "application/json; charset=utf-8", body =>
        {
            using var writer = new Utf8JsonWriter(body, Json);
            JsonSerializer.Serialize(writer, context.Object, type);
        });
    }

    protected override bool CanWriteType(Type? type) => type is not null && ApiJsonContext.Default.GetTypeInfo(type) is not null;
}
