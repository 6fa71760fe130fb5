using System.Net;
using Microsoft.Data.Sqlite;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Sqlite;

/// <summary>What can happen to a database that is a file.</summary>
public sealed class SqliteTests : ApiTests
{
    [TestCase("")]
    [TestCase(";Pooling=false")]
    public async Task DatabaseFile_DeletedUnderTheApi_IsCreatedAnewAndKeepsWhatIsStoredThen(string options)
    {
        var settings = new Dictionary<string, string> { ["DB_CONNECTION_STRING"] = Store.ConnectionString + options };
        var api = await StartApiAsync(settings);
        await api.GetFileAsync(SandboxFiles.WithoutTitle);
        await api.ScansEndedAsync();
        var file = new SqliteConnectionStringBuilder(Store.ConnectionString).DataSource;
        foreach (var part in new[] { $"{file}-wal", $"{file}-shm", file })
            File.Delete(part);

        var response = await api.GetFileAsync(SandboxFiles.Finished);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await api.StopAsync();
        await ProcessingApi.StopAsync();
        var next = await StartApiAsync(settings);
        Assert.That((await next.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task DatabaseFile_NoDatabaseUntilItIsReplaced_IsUsedFromThenOn()
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        await (await StartApiAsync(In(elsewhere))).GetFileAsync(SandboxFiles.Finished);
        await using (var backup = new SqliteConnection($"{elsewhere.SqliteConnectionString};Pooling=False"))
        {
            await backup.OpenAsync();
            await using var command = backup.CreateCommand();
            command.CommandText = $"VACUUM INTO '{elsewhere.PathOf("backup.db")}'";
            await command.ExecuteNonQueryAsync();
        }

        await File.WriteAllTextAsync(folder.PathOf("snackable.db"), string.Concat(Enumerable.Repeat("This is no database. ", 100)));
        var api = await StartApiAsync(In(folder));
        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Degraded", "The SQLite database can't be used: SQLite Error 26: 'file is not a database'.")));

        File.Move(elsewhere.PathOf("backup.db"), folder.PathOf("snackable.db"), overwrite: true);

        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Healthy", (string?)null)));
        ProcessingApi.Calls.Reset();
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ProcessingApi.Calls.Details, Is.Zero, "it came from the file that was put there");
    }

    [Test]
    public async Task DatabaseFile_CanOnlyBeRead_IsServedFromAndHealthSaysWhatIsNotSaved()
    {
        using var folder = new TemporaryFolder();
        var writing = await StartApiAsync(In(folder));
        await writing.GetFileAsync(SandboxFiles.Finished);

        var api = await StartApiAsync(In(folder, ";Mode=ReadOnly"));

        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Degraded", "The SQLite database can't be used: SQLite Error 8: 'attempt to write a readonly database'.")));
        ProcessingApi.Calls.Reset();
        Assert.That((await api.GetFileAsync(SandboxFiles.Finished)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ProcessingApi.Calls.Details, Is.Zero);
    }

    [Test]
    public async Task Database_LockedForLong_IsDegradedUntilItCanBeWrittenTo()
    {
        using var folder = new TemporaryFolder();
        var api = await StartApiAsync(In(folder));
        await api.GetFileAsync(SandboxFiles.Finished);
        await using var other = new SqliteConnection($"{folder.SqliteConnectionString};Pooling=False");
        await other.OpenAsync();
        await using (other.BeginTransaction(deferred: false))
        {
            await api.GetFileAsync(SandboxFiles.WithoutTitle);

            Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Degraded", "The SQLite database can't be used: SQLite Error 5: 'database is locked'.")));
        }

        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Healthy", (string?)null)));
    }

    private static Dictionary<string, string> In(TemporaryFolder folder, string options = "") =>
        new() { ["DB_CONNECTION_STRING"] = folder.SqliteConnectionString + options };
}
