using Snackable.Benchmarks.Stores;
using Snackable.Domain;
using Snackable.Infrastructure.Storage.Sqlite;

namespace Snackable.Benchmarks.Warm;

/// <summary>A store with many files, and on the disk whatever the servers and the load generator need to know of them.</summary>
internal sealed class WarmStage : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("snackable-benchmarks-");

    private WarmStage(MediaFile[] files) => Files = files;

    public IReadOnlyList<MediaFile> Files { get; }

    /// <summary>The file that is asked for again and again.</summary>
    public MediaFile File => Files[0];

    public string ConnectionString => $"Data Source={PathTo("snackable.db")}";

    /// <summary>The folder with the file's bytes as the API sends them, one for each content coding.</summary>
    public string Bodies => PathTo("bodies");

    /// <summary>The script that has the load generator ask for files at random.</summary>
    public string RandomFiles => PathTo("random.lua");

    /// <summary>The script that has the load generator ask for one file after another, each in every coding.</summary>
    public string AllFiles => PathTo("all.lua");

    public static async Task<WarmStage> CreateAsync()
    {
        var stage = new WarmStage(StoreFiles.Create(StoreFiles.Stored));
        using var database = new SqliteDatabase(stage.ConnectionString);
        var store = new SqliteFileStore(database);
        foreach (var file in stage.Files)
            await store.SaveAsync(file, CancellationToken.None);
        await stage.SaveScriptsAsync();
        return stage;
    }

    public static string AddressOf(MediaFile file) => $"/api/presentation/files/{file.FileId}";

    /// <summary>Asks the API for the file's bytes in each coding.</summary>
    /// <returns>How many there are in each, and the entity tag of the plain ones.</returns>
    public async Task<(string Lengths, string Tag)> SaveBodiesAsync(Uri api)
    {
        var (lengths, tags) = (new List<string>(), new List<string>());
        Directory.CreateDirectory(Bodies);
        using var client = new HttpClient { BaseAddress = api };
        foreach (var coding in Coding.All)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(File)) { Headers = { { "Accept-Encoding", coding } } };
            using var answer = await client.SendAsync(request);
            if ((answer.Content.Headers.ContentEncoding.SingleOrDefault() ?? Coding.Identity) != coding)
                throw new InvalidOperationException($"The API did not answer in the coding {coding}.");
            var body = await answer.Content.ReadAsByteArrayAsync();
            lengths.Add($"{body.Length:N0} {coding}");
            tags.Add(answer.Headers.ETag!.Tag);
            await System.IO.File.WriteAllBytesAsync(Path.Combine(Bodies, coding), body);
        }

        return (string.Join(", ", lengths), tags[Array.IndexOf(Coding.All, Coding.Identity)]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

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
