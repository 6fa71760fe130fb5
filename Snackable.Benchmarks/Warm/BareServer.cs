using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Snackable.Benchmarks.Warm;

/// <summary>The web server and nothing else: writes bytes from memory. As fast as it is possible, hence what the API is compared with.</summary>
internal static class BareServer
{
    /// <summary>The argument that this program is started with to be this server.</summary>
    public const string Argument = "bare-server";

    /// <summary>The address of the smallest file's plain bytes.</summary>
    public const string Smallest = "smallest";

    /// <summary>
    /// Serves the bytes of the files of a folder; a file's name is its address, and its content coding but for <see cref="Smallest"/>. At any other
    /// address it serves the plain ones.
    /// </summary>
    public static async Task RunAsync(string folder)
    {
        var bodies = Directory.GetFiles(folder).ToDictionary(file => "/" + Path.GetFileName(file), File.ReadAllBytes);
        var address = new Uri(Environment.GetEnvironmentVariable("ASPNETCORE_URLS")!);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(address.Host), address.Port);
        });
        await using var app = builder.Build();
        var plain = bodies["/" + Coding.Identity];
        app.Run(http => AnswerAsync(http, bodies.GetValueOrDefault(http.Request.Path.Value!, plain)));
        await app.RunAsync();
    }

    private static Task AnswerAsync(HttpContext http, byte[] body)
    {
        var response = http.Response;
        response.ContentType = "application/json; charset=utf-8";
        if (http.Request.Path.Value is "/br" or "/gzip")
            response.Headers.ContentEncoding = http.Request.Path.Value![1..];
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body).AsTask();
    }
}
