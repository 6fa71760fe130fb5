using System.Net;
using Microsoft.Data.Sqlite;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Sqlite;

/// <summary>
/// A database in a folder where SQLite can't create its files. Not even an administrator can have it create one where a link leads nowhere.
/// </summary>
public sealed class ReadOnlyFolderTests : ApiTests
{
    private string DatabasePath => new SqliteConnectionStringBuilder(Store.ConnectionString).DataSource;

    [SetUp]
    public async Task StoreAFileAsync()
    {
        var api = await StartApiAsync();
        await api.GetFileAsync(SandboxFiles.Finished);
        await api.ScansEndedAsync();
        await api.StopAsync();
        await api.DisposeAsync();
        File.CreateSymbolicLink($"{DatabasePath}-shm", "/nowhere/at-all");
    }

    [Test]
    public async Task Get_StoredFile_IsAnsweredAndHealthSaysThatNothingIsSaved()
    {
        var api = await StartApiAsync();

        Assert.That((await api.GetFileAsync(SandboxFiles.WithoutTitle)).StatusCode, Is.EqualTo(HttpStatusCode.OK), "it comes from the processing API");
        await ProcessingApi.StopAsync();

        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Degraded", "The SQLite database can't be used: SQLite Error 14: 'unable to open database file'.")));
    }

    [Test]
    public async Task Get_FolderCanBeWrittenToAgain_IsUsedAsEver()
    {
        var api = await StartApiAsync();
        await api.GetFileAsync(SandboxFiles.Finished);

        File.Delete($"{DatabasePath}-shm");

        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Healthy", (string?)null)));
        await api.GetFileAsync(SandboxFiles.WithoutTitle);
        await ProcessingApi.StopAsync();
        Assert.That((await api.GetFileAsync(SandboxFiles.WithoutTitle)).StatusCode, Is.EqualTo(HttpStatusCode.OK), "saved and found");
    }

    [Test]
    public async Task Get_FileChangedBySomebodyElse_IsReadAsItIsNow()
    {
        var api = await StartApiAsync();
        Assert.That((await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished)))["seriesTitle"], Is.Not.Null);

        await using (var other = new SqliteConnection($"{Store.ConnectionString};Pooling=False"))
        {
            File.Delete($"{DatabasePath}-shm");
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "UPDATE files SET series_title = 'Changed'";
            await command.ExecuteNonQueryAsync();
        }

        Assert.That((string?)(await ReadJsonAsync(await api.GetFileAsync(SandboxFiles.Finished)))["seriesTitle"], Is.EqualTo("Changed"));
    }

    [Test]
    public async Task Get_WritesNotMovedIntoTheFile_AreNotLeftOut()
    {
        // As after a kill: the last writes lie beside the file.
        await File.WriteAllBytesAsync($"{DatabasePath}-wal", new byte[32]);
        var api = await StartApiAsync();

        var health = await HealthOfAsync(api, "store");

        Assert.That(health, Is.EqualTo(("Degraded", "The SQLite database can't be used: SQLite Error 14: 'unable to open database file'.")));
    }
}
