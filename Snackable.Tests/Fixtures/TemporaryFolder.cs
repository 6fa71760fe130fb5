namespace Snackable.Tests.Fixtures;

/// <summary>A folder of a test's own, gone with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("snackable-tests-").FullName;

    public string SqliteConnectionString => $"Data Source={System.IO.Path.Combine(Path, "snackable.db")}";

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
