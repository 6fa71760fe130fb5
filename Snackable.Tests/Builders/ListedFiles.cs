using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Tests.Builders;

/// <summary>A processing API that is nothing but its list, which a test changes between two calls, and holds or fails call by call.</summary>
internal sealed class ListedFiles : IProcessingApi
{
    private readonly Lock _lock = new();
    private int _callsSinceHook;
    private int _inFlight;
    private Func<int, int, Task>? _beforePage;

    public IReadOnlyList<ListedFile> Files { get; private set; } = [];

    public int Calls { get; private set; }

    public int MostInFlight { get; private set; }

    public Func<int, int> PageLength { get; set; } = _ => 5;

    /// <summary>Runs before each page, with the number of the call since it was set, from 1 on, and the page's offset.</summary>
    public Func<int, int, Task>? BeforePage
    {
        set
        {
            lock (_lock)
                (_beforePage, _callsSinceHook, MostInFlight) = (value, 0, 0);
        }
    }

    public void Set((FileId FileId, ProcessingStatus Status)[] files) =>
        Files = [.. files.Select((file, offset) => new ListedFile(file.FileId, file.Status, offset))];

    public void Append() => Files = [.. Files, new ListedFile(MediaFiles.NewId(), ProcessingStatus.Finished, Files.Count)];

    public async Task<ListPage> GetPageAsync(int offset, CancellationToken cancellationToken)
    {
        Task before;
        lock (_lock)
        {
            Calls++;
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            before = _beforePage?.Invoke(++_callsSinceHook, offset) ?? Task.CompletedTask;
        }

        try
        {
            await before.WaitAsync(cancellationToken);
            var page = Files.Skip(offset).Take(PageLength(offset)).ToList();
            return new ListPage(page.Count, page);
        }
        finally
        {
            lock (_lock)
                _inFlight--;
        }
    }

    public Task<FileDetails?> GetDetailsAsync(FileId fileId, CancellationToken cancellationToken) => Task.FromResult<FileDetails?>(null);

    public Task<IReadOnlyList<Segment>?> GetSegmentsAsync(FileId fileId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Segment>?>(null);
}
