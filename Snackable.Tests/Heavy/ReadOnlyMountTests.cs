using System.Net;
using Microsoft.Data.Sqlite;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Heavy;

/// <summary>A database on a mount that can only be read, as from an image or a snapshot. Needs the right to mount.</summary>
[Heavy]
[Platform("Linux")]
public sealed class ReadOnlyMountTests : ApiTests
{
    [Test]
    public async Task Get_StoredFile_IsAnsweredWithoutTheProcessingApi()
    {
        var writing = await StartApiAsync();
        await writing.GetFileAsync(SandboxFiles.Finished);
        await writing.ScansEndedAsync();
        await writing.StopAsync();
        await writing.DisposeAsync();
        await ProcessingApi.StopAsync();
        var folder = Path.GetDirectoryName(new SqliteConnectionStringBuilder(Store.ConnectionString).DataSource)!;

        await using var program = StartProgram(
            new Dictionary<string, string>(),
            "unshare", "--mount", "sh", "-c", "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"", folder);
        using var client = new HttpClient { BaseAddress = program.WaitForAddress() };

        Assert.That((await client.GetAsync($"/api/presentation/files/{SandboxFiles.Finished}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await client.GetStringAsync("/health/ready"), Does.Contain("Degraded"), "nothing can be saved");
    }
}
