namespace Snackable.Sandbox;

/// <summary>A fresh folder that is gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("snackable-sandbox-");

    public string PathOf(string fileName) => Path.Combine(_folder.FullName, fileName);

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Windows keeps a pooled database file open until the process ends; the folder is left to the system's own cleaning.
        }
    }
}
