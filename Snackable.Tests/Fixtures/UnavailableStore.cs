namespace Snackable.Tests.Fixtures;

/// <summary>A store that can't be used, for want of its folder, until a test brings it back.</summary>
internal sealed class AwayStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string ConnectionString => $"Data Source={Path.Combine(Away, "snackable.db")}";

    private string Away => Path.Combine(_folder.Path, "away");

    public void BringBack() => Directory.CreateDirectory(Away);

    public void Dispose() => _folder.Dispose();
}
