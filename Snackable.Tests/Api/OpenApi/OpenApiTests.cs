using System.Net;
using System.Text.Json.Nodes;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Api.OpenApi;

public sealed class OpenApiTests : ApiTests
{
    [Test]
    public async Task Document_Served_IsTheOneThatIsCheckedIn()
    {
        var api = await StartApiAsync();

        var served = await api.Client.GetStringAsync("/swagger/v1/swagger.json");

        var checkedIn = await File.ReadAllTextAsync(CheckedInPath());
        Assert.That(
            JsonNode.DeepEquals(JsonNode.Parse(served), JsonNode.Parse(checkedIn)),
            Is.True,
            "The OpenAPI document changed. If that is meant, save what /swagger/v1/swagger.json serves as docs/openapi.json.");
    }

    [Test]
    public async Task Document_PrefilledId_AnswersInTheSandboxAsTheExampleShows()
    {
        var api = await StartApiAsync();
        var operation = JsonNode.Parse(await api.Client.GetStringAsync("/swagger/v1/swagger.json"))!["paths"]!["/api/presentation/files/{fileId}"]!["get"]!;
        var fileId = (string)operation["parameters"]![0]!["example"]!;
        var example = operation["responses"]!["200"]!["content"]!["application/json"]!["examples"]!["file"]!["value"]!.AsObject();

        var file = await ReadJsonAsync(await api.GetFileAsync(fileId));

        // The example shows the first segment only.
        file["segments"]!.AsArray().RemoveRange(1, file["segments"]!.AsArray().Count - 1);
        Assert.That(JsonNode.DeepEquals(file, example), Is.True, file.ToJsonString());
    }

    [Test]
    public async Task Root_Browser_IsLedToSwaggerUi()
    {
        var api = await StartApiAsync();

        var response = await api.Client.GetAsync("/");
        using var head = await api.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(response.Headers.Location?.ToString(), Is.EqualTo("/swagger"));
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await api.Client.GetStringAsync("/swagger/index.html"), Does.Contain("swagger-ui"));
    }

    // Not by the path of this source file, which a deterministic build maps to one that does not exist.
    private static string CheckedInPath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Snackable.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs", "openapi.json");
    }
}
