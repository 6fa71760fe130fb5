using System.Net;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Sandbox;

/// <summary>The sandbox's program, as people start it.</summary>
public sealed class ProgramTests
{
    [Test]
    public async Task Program_with_empty_settings_starts_as_if_they_were_not_set()
    {
        await using var program = ProgramProcess.Start("Snackable.Sandbox", new Dictionary<string, string>
        {
            ["SANDBOX_PORT"] = "0",
            ["SANDBOX_FILES"] = "",
            ["PROCESSING_API_HOST"] = "",
            ["DB_CONNECTION_STRING"] = "",
            ["urls"] = "http://127.0.0.1:0",
        });

        using var client = new HttpClient { BaseAddress = program.WaitForAddress() };
        using var response = await client.GetAsync($"/api/presentation/files/{SandboxFiles.Finished}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), program.Output);
    }

    [Test]
    public async Task Program_with_more_faults_than_calls_says_so_and_ends()
    {
        var settings = new Dictionary<string, string> { ["SANDBOX_PORT"] = "0", ["SANDBOX_ERROR_RATE"] = "0.7", ["SANDBOX_SLOW_RATE"] = "0.7" };
        await using var program = ProgramProcess.Start("Snackable.Sandbox", settings, "--processing-api-only");

        Assert.That(await program.ExitedAsync(), Is.EqualTo(1));
        Assert.That(program.Output, Does.Contain("together must not exceed 1").And.Not.Contain("   at "));
    }
}
