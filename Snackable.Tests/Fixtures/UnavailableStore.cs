namespace Snackable.Tests.Fixtures;

/// <summary>A store that can't be used, for want of its folder, until a test brings it back.</summary>
internal sealed class UnavailableStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string ConnectionString => $"Data Source={Path.Combine(Folder, "snackable.db")}";

    private string Folder => Path.Combine(_folder.Path, "missing");

    public void BringBack() => Directory.CreateDirectory(Folder);

    public void Dispose() => _folder.Dispose();
}
