using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Snackable.Application.Storage;
using Snackable.Infrastructure.Storage.Sqlite;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Sqlite;

/// <summary>Saves that must wait for somebody else's.</summary>
public sealed class SqliteContentionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Save_LockReleasedBeforeTheTimeout_IsStored()
    {
        using var database = await CreateAsync();
        var (held, transaction) = await LockAsync();
        var saving = new SqliteFileStore(database).SaveAsync(MediaFiles.Finished(), CancellationToken.None);
        await HasTriedAsync();

        _clock.Advance(SqliteTimeouts.Max.Write * 0.9);
        await HasTriedAsync();
        await transaction.DisposeAsync();

        Assert.That(await saving, Is.EqualTo(SaveOutcome.Added));
        await held.DisposeAsync();
    }

    [Test]
    public async Task Save_LockedForLongerThanTheTimeout_FailsAndTheNextOnesFailAtOnceUntilItIsFree()
    {
        using var database = await CreateAsync();
        var store = new SqliteFileStore(database);
        var (held, transaction) = await LockAsync();
        var saving = store.SaveAsync(MediaFiles.Finished(), CancellationToken.None);
        await HasTriedAsync();
        _clock.Advance(SqliteTimeouts.Max.Write);
        await Assert.ThrowsAsync<FileStoreException>(() => saving);

        await Assert.ThrowsAsync<FileStoreException>(() => store.SaveAsync(MediaFiles.Finished(), CancellationToken.None));

        await transaction.DisposeAsync();
        Assert.That(await store.SaveAsync(MediaFiles.Finished(), CancellationToken.None), Is.EqualTo(SaveOutcome.Added));
        await held.DisposeAsync();
    }

    [Test]
    public async Task Save_CanceledWhileLocked_EndsAtOnceAndTheNextHasItsTurn()
    {
        using var database = await CreateAsync();
        var store = new SqliteFileStore(database);
        var (held, transaction) = await LockAsync();
        using var caller = new CancellationTokenSource();
        var first = store.SaveAsync(MediaFiles.Finished(), caller.Token);
        var second = store.SaveAsync(MediaFiles.Finished(), CancellationToken.None);
        await HasTriedAsync();

        await caller.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => first);
        await transaction.DisposeAsync();
        Assert.That(await second, Is.EqualTo(SaveOutcome.Added));
        await held.DisposeAsync();
    }

    [Test]
    public async Task Save_TwoProcessesAtTheSameTime_LosesNothing()
    {
        using var one = await CreateAsync();
        using var other = await CreateAsync();
        var stores = new[] { new SqliteFileStore(one), new SqliteFileStore(other) };
        var files = Enumerable.Range(0, 1000).Select(_ => MediaFiles.Finished()).ToList();

        var outcomes = await Task.WhenAll(files.Select((file, number) => Task.Run(() => stores[number % 2].SaveAsync(file, CancellationToken.None))));

        Assert.That(outcomes, Has.All.EqualTo(SaveOutcome.Added));
        Assert.That(await stores[0].FilterStoredAsync([.. files.Select(file => file.FileId)], CancellationToken.None), Has.Count.EqualTo(files.Count));
    }

    private async Task<SqliteDatabase> CreateAsync()
    {
        var database = new SqliteDatabase(_folder.SqliteConnectionString, _clock);
        await database.CheckAsync(CancellationToken.None);
        return database;
    }

    private async Task<(SqliteConnection Connection, SqliteTransaction Transaction)> LockAsync()
    {
        var connection = new SqliteConnection($"{_folder.SqliteConnectionString};Pooling=False");
        await connection.OpenAsync();
        return (connection, connection.BeginTransaction(deferred: false));
    }

    // Whoever waits tries again every few milliseconds.
    private static Task HasTriedAsync() => Task.Delay(300);
}
