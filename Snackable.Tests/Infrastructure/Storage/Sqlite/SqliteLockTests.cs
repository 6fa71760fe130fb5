using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Snackable.Infrastructure.Storage.Sqlite;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Sqlite;

/// <summary>A database that is locked or slow costs its callers some time, and nobody else anything.</summary>
public sealed class SqliteLockTests : ApiTests
{
    private const int Callers = 100;

    private static readonly int MaxBlockedThreads = 8 + Environment.ProcessorCount - 1;

    // Twice what a hundred callers need on a busy machine: what blocks threads makes them wait longer.
    private static readonly Dictionary<string, string> Deadline = new() { ["UPSTREAM_DEADLINE_SECONDS"] = "20" };

    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(6);

    [TestCase("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE")]
    [TestCase("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA user_version = 2")]
    public async Task StoredFiles_LockedExclusively_AnswersEveryoneWithinTheDeadlineAndLiveAtOnce(string locking)
    {
        await StoreEverythingAsync();
        await using var other = new SqliteConnection($"{Store.ConnectionString};Pooling=False");
        await other.OpenAsync();
        await using var command = other.CreateCommand();
        command.CommandText = locking;
        await command.ExecuteNonQueryAsync();
        var api = await StartApiAsync(Deadline);

        var answers = AskForStoredFiles(api);
        var live = await api.Client.GetAsync("/health/live").WaitAsync(Generous);

        Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Task.WhenAll(answers)).Select(answer => answer.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Degraded", "The SQLite database can't be used: SQLite Error 5: 'database is locked'.")));
        await other.CloseAsync();
        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Healthy", (string?)null)));
    }

    [Test]
    public async Task StoredFiles_DiskDoesNotAnswer_AnswersEveryoneAndLiveAtOnce()
    {
        await StoreEverythingAsync();
        var api = await StartApiAsync(Deadline);
        var database = api.Services.GetRequiredService<SqliteDatabase>();
        using var disk = new ManualResetEventSlim();
        var reading = 0;
        var stuck = Enumerable.Range(0, Callers).Select(_ => Task.Run(() => database.ReadAsync(Read, CancellationToken.None))).ToList();
        Assert.That(() => Volatile.Read(ref reading), Is.AtLeast(MaxBlockedThreads).After((int)Generous.TotalMilliseconds, 25));

        var answers = AskForStoredFiles(api);
        var live = await api.Client.GetAsync("/health/live").WaitAsync(Generous);

        Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        Assert.That((await Task.WhenAll(answers)).Select(answer => answer.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Degraded", "The SQLite database did not answer in time.")));
        disk.Set();
        await ((Task)Task.WhenAll(stuck)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.That(await HealthOfAsync(api, "store"), Is.EqualTo(("Healthy", (string?)null)));

        bool Read(PooledConnection connection)
        {
            Interlocked.Increment(ref reading);
            return disk.Wait(TimeSpan.FromMinutes(1));
        }
    }

    private IEnumerable<Guid> Finished =>
        ProcessingApi.Files.All.Where(file => file.ProcessingStatus == "FINISHED").Select(file => file.FileId);

    private async Task StoreEverythingAsync()
    {
        var api = await StartApiAsync();
        foreach (var fileId in Finished)
            await api.GetFileAsync(fileId);
        await api.ScansEndedAsync();
        await api.StopAsync();
        await api.DisposeAsync();
    }

    private List<Task<HttpResponseMessage>> AskForStoredFiles(ApiHost api)
    {
        var fileIds = Finished.ToList();
        return [.. Enumerable.Range(0, Callers).Select(number => api.GetFileAsync(fileIds[number % fileIds.Count]))];
    }
}
