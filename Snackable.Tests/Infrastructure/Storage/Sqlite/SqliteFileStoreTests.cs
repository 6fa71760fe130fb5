using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Snackable.Application.Storage;
using Snackable.Infrastructure.Storage.Sqlite;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Storage.Sqlite;

public sealed class SqliteFileStoreTests : FileStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public SqliteFileStoreTests()
    {
        _database = new SqliteDatabase(_folder.SqliteConnectionString, TimeProvider.System);
        Store = new SqliteFileStore(_database);
    }

    private protected override IFileStore Store { get; }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Find_DatabaseOpenedAgain_StillHasTheFile()
    {
        var file = MediaFiles.Finished();
        await Store.SaveAsync(file, CancellationToken.None);

        using var reopened = new SqliteDatabase(_folder.SqliteConnectionString, TimeProvider.System);

        Assert.That(await new SqliteFileStore(reopened).FindAsync(file.FileId, CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task Find_DatabaseFileDeleted_NoticesItWithinASecond()
    {
        var clock = new FakeTimeProvider();
        using var database = new SqliteDatabase(_folder.SqliteConnectionString, clock);
        var store = new SqliteFileStore(database);
        var file = MediaFiles.Finished();
        await store.SaveAsync(file, CancellationToken.None);
        Directory.Delete(_folder.Path, recursive: true);
        Directory.CreateDirectory(_folder.Path);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await store.FindAsync(file.FileId, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Save_DatabaseFileDeleted_NoticesItAtOnce()
    {
        using var database = new SqliteDatabase(_folder.SqliteConnectionString, new FakeTimeProvider());
        var store = new SqliteFileStore(database);
        var file = MediaFiles.Finished();
        await store.SaveAsync(file, CancellationToken.None);
        Directory.Delete(_folder.Path, recursive: true);
        Directory.CreateDirectory(_folder.Path);

        Assert.That(await store.SaveAsync(file, CancellationToken.None), Is.EqualTo(SaveOutcome.Added), "to the file that is there now");
    }

    [Test]
    public async Task Save_FolderMissingAtFirst_FailsAsAStoreAndHealsByItself()
    {
        var folder = Path.Combine(_folder.Path, "not-there-yet");
        using var database = new SqliteDatabase($"Data Source={Path.Combine(folder, "snackable.db")}", TimeProvider.System);
        var store = new SqliteFileStore(database);
        var file = MediaFiles.Finished();
        Assert.That(() => store.SaveAsync(file, CancellationToken.None), Throws.TypeOf<FileStoreException>());

        Directory.CreateDirectory(folder);

        Assert.That(await store.SaveAsync(file, CancellationToken.None), Is.EqualTo(SaveOutcome.Added));
    }

    [Test]
    public async Task Find_SchemaOfALaterRelease_FailsAsAStoreAndTouchesNothing()
    {
        var path = Path.Combine(_folder.Path, "later.db");
        await ExecuteAsync(path, "PRAGMA user_version = 1000");
        var before = await File.ReadAllBytesAsync(path);
        using var database = new SqliteDatabase($"Data Source={path}", TimeProvider.System);

        Assert.That(
            () => new SqliteFileStore(database).FindAsync(MediaFiles.NewId(), CancellationToken.None),
            Throws.TypeOf<FileStoreException>().With.Message.Contain("1000"));
        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(before));
    }

    [Test]
    public async Task Find_DatabaseThatMayOnlyBeRead_ReturnsTheFile()
    {
        var file = MediaFiles.Finished();
        await Store.SaveAsync(file, CancellationToken.None);

        using var database = new SqliteDatabase($"{_folder.SqliteConnectionString};Mode=ReadOnly", TimeProvider.System);
        var store = new SqliteFileStore(database);

        Assert.That(await store.FindAsync(file.FileId, CancellationToken.None), Is.Not.Null);
        Assert.That(() => store.SaveAsync(file, CancellationToken.None), Throws.TypeOf<FileStoreException>());
    }

    [Test]
    public async Task Save_LockHeldByAnotherProcess_FailsAsAStoreAndReadsGoOn()
    {
        var file = MediaFiles.Finished();
        await Store.SaveAsync(file, CancellationToken.None);
        await using var other = new SqliteConnection($"{_folder.SqliteConnectionString};Pooling=False");
        await other.OpenAsync();
        await using var held = other.BeginTransaction(deferred: false);
        using var database = new SqliteDatabase(
            _folder.SqliteConnectionString, TimeProvider.System, SqliteTimeouts.Max with { Write = TimeSpan.FromSeconds(0.5) });
        var store = new SqliteFileStore(database);

        Assert.That(() => store.SaveAsync(MediaFiles.Finished(), CancellationToken.None), Throws.TypeOf<FileStoreException>());
        Assert.That(await store.FindAsync(file.FileId, CancellationToken.None), Is.Not.Null);
    }

    [TestCase("{")]
    [TestCase("[null]")]
    [TestCase("[{}]")]
    [TestCase("""[{"id":1,"text":"a","start":2,"end":3},5]""")]
    [TestCase("""[{"id":1,"text":"a","start":2,"end":3}""")]
    [TestCase("""[{"id":1,"text":"a","start":2,"end":3}]x""")]
    [TestCase("""[{"id":1,"text":"a","end":3}]""")]
    [TestCase("""[{"id":1,"text":null,"start":2,"end":3}]""")]
    public async Task Find_StoredSegmentsDamaged_FailsAsAStore(string segments)
    {
        var file = MediaFiles.Finished();
        await Store.SaveAsync(file, CancellationToken.None);
        await ExecuteAsync(Path.Combine(_folder.Path, "snackable.db"), $"UPDATE files SET segments = CAST('{segments}' AS BLOB)");

        Assert.That(() => Store.FindAsync(file.FileId, CancellationToken.None), Throws.TypeOf<FileStoreException>());
    }

    [TestCase("mp3_path = 'javascript:alert(1)'")]
    [TestCase("original_file_path = '/episode.wav'")]
    [TestCase("processing_status = 'PROCESSING'")]
    [TestCase("fetched_at_ticks = -1")]
    public async Task Find_StoredMembersBreakTheRulesOfAFile_FailsAsAStore(string members)
    {
        var file = MediaFiles.Finished();
        await Store.SaveAsync(file, CancellationToken.None);
        await ExecuteAsync(Path.Combine(_folder.Path, "snackable.db"), $"UPDATE files SET {members}");

        Assert.That(() => Store.FindAsync(file.FileId, CancellationToken.None), Throws.TypeOf<FileStoreException>());
    }

    private static async Task ExecuteAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
