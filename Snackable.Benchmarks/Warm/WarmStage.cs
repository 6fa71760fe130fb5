using System.Text;
using Snackable.Benchmarks.Stores;
using Snackable.Domain;
using Snackable.Infrastructure.Storage.Sqlite;

namespace Snackable.Benchmarks.Warm;

/// <summary>A store with many files, and on the disk whatever the servers and the load generator need to know of them.</summary>
internal sealed class WarmStage : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("snackable-benchmarks-");

    private WarmStage(MediaFile[] files) =>
        (Files, SmallestFile) = (files, files.MinBy(file => file.Segments.Sum(segment => Encoding.UTF8.GetByteCount(segment.SegmentText)))!);

    public IReadOnlyList<MediaFile> Files { get; }

    /// <summary>The file that is asked for again and again.</summary>
    public MediaFile File => Files[0];

    /// <summary>The one with the least text.</summary>
    public MediaFile SmallestFile { get; }

    public string ConnectionString => $"Data Source={PathTo("snackable.db")}";

    /// <summary>The folder with the bytes of both as the API sends them: of the first one for each content coding, of the smallest plain.</summary>
    public string Bodies => PathTo("bodies");

    /// <summary>The script that has the load generator ask for files at random.</summary>
    public string RandomFiles => PathTo("random.lua");

    /// <summary>The script that has the load generator ask for one file after another, each in every coding.</summary>
    public string AllFiles => PathTo("all.lua");

    public static async Task<WarmStage> CreateAsync()
    {
        var stage = new WarmStage(StoreFiles.Create(StoreFiles.Stored));
        using var database = new SqliteDatabase(stage.ConnectionString, TimeProvider.System);
        var store = new SqliteFileStore(database);
        foreach (var file in stage.Files)
            await store.SaveAsync(file, CancellationToken.None);
        await stage.SaveScriptsAsync();
        return stage;
    }

    public static string AddressOf(MediaFile file) => $"/api/presentation/files/{file.FileId}";

    /// <summary>Asks the API for the bytes that the bare server is to send.</summary>
    /// <returns>How many there are of each kind, and the entity tag of the plain ones.</returns>
    public async Task<(string Lengths, string Tag)> SaveBodiesAsync(Uri api)
    {
        Directory.CreateDirectory(Bodies);
        using var client = new HttpClient { BaseAddress = api };
        var lengths = new List<string>();
        var tag = "";
        foreach (var coding in Coding.All)
        {
            var (length, itsTag) = await SaveBodyAsync(client, File, coding, coding);
            lengths.Add($"{length:N0} {coding}");
            tag = coding == Coding.Identity ? itsTag : tag;
        }

        var smallest = await SaveBodyAsync(client, SmallestFile, Coding.Identity, BareServer.Smallest);
        lengths.Add($"{smallest.Length:N0} {BareServer.Smallest}");
        return (string.Join(", ", lengths), tag);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int Length, string Tag)> SaveBodyAsync(HttpClient client, MediaFile file, string coding, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(file)) { Headers = { { "Accept-Encoding", coding } } };
        using var answer = await client.SendAsync(request);
        if ((answer.Content.Headers.ContentEncoding.SingleOrDefault() ?? Coding.Identity) != coding)
            throw new InvalidOperationException($"The API did not answer in the coding {coding}.");
        var body = await answer.Content.ReadAsByteArrayAsync();
        await System.IO.File.WriteAllBytesAsync(Path.Combine(Bodies, name), body);
        return (body.Length, answer.Headers.ETag!.Tag);
    }

    // The scripts run once in each of the generator's threads; a seed of its own has each thread and each turn ask for other files. Requests
    // are put together beforehand: the generator is not to take more of the machine than it must.
    private async Task SaveScriptsAsync()
    {
        var ids = string.Join(",", Files.Select(file => $"\"{AddressOf(file)}\""));
        await System.IO.File.WriteAllTextAsync(RandomFiles, $$"""
            local paths = { {{ids}} }
            local requests = {}
            local threads = 0
            function setup(thread) threads = threads + 1; thread:set("seed", threads) end
            function init()
                math.randomseed(os.time() + seed)
                for place, path in ipairs(paths) do requests[place] = wrk.format("GET", path) end
            end
            function request() return requests[math.random(#requests)] end
            """);
        await System.IO.File.WriteAllTextAsync(AllFiles, $$"""
            local paths = { {{ids}} }
            local codings = { {{string.Join(",", Coding.All.Select(coding => $"\"{coding}\""))}} }
            local requests = {}
            local asked = 0
            function init()
                for _, coding in ipairs(codings) do
                    for _, path in ipairs(paths) do
                        requests[#requests + 1] = wrk.format("GET", path, { ["Accept-Encoding"] = coding })
                    end
                end
            end
            function request()
                asked = asked + 1
                return requests[asked % #requests + 1]
            end
            """);
    }

    private string PathTo(string name) => Path.Combine(_folder.FullName, name);
}
