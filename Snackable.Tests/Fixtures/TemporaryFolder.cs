namespace Snackable.Tests.Fixtures;

/// <summary>A folder of a test's own, gone with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("snackable-tests-").FullName;

    public string SqliteConnectionString => $"Data Source={PathOf("snackable.db")}";

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
