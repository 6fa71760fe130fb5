using System.Collections.Immutable;
using Snackable.Application.Catalog;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Tests.Application.Catalog.Lookup;

/// <summary>
/// A processing API whose list changes between any two pages, whose pages are short and fail at random, and who remembers what it
/// showed to whom: the model against which the catalog's answers are judged.
/// </summary>
internal sealed class ChangingList : IProcessingApi
{
    private static readonly string[] Words = ["PROCESSING", "FAILED", "FINISHED", "PAUSED"];

    private readonly Lock _lock = new();
    private readonly List<(FileId FileId, ProcessingStatus Status)> _files = [];
    private readonly List<Shown> _shown = [];
    private readonly Habits _habits;
    private readonly int _limit;
    private Random _dice = new(0);
    private TimeSpan _now;
    private int _created;
    private int _inFlight;

    public ChangingList(int files, int limit, Habits habits)
    {
        (_limit, _habits) = (limit, habits);
        for (var number = 0; number < files; number++)
            _files.Add((NewId(), new ProcessingStatus(Words[number % 3])));
    }

    public int MostInFlight { get; private set; }

    public bool IsCalm { get; set; }

    public bool AnyFailure { get; private set; }

    public int Calls
    {
        get
        {
            lock (_lock)
                return _shown.Count;
        }
    }

    /// <summary>The list as far as it counts.</summary>
    public IReadOnlyList<(FileId FileId, ProcessingStatus Status)> Listed
    {
        get
        {
            lock (_lock)
                return [.. _files.Take(_limit)];
        }
    }

    /// <summary>All ids that the list ever held, and some that it never did.</summary>
    public IReadOnlyList<FileId> Ids => [.. Enumerable.Range(1, _created + 3).Select(Id)];

    public static FileId Id(int number) => new(new Guid(number, 0, 0, new byte[8]));

    /// <summary>Goes on to a later moment; what happens at it is decided by a seed of its own.</summary>
    public void MoveTo(TimeSpan now, int seed) => (_now, _dice) = (now, new Random(seed));

    public async Task<ListPage> GetPageAsync(int offset, CancellationToken cancellationToken)
    {
        bool yields;
        lock (_lock)
        {
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            yields = _dice.Next(2) == 0;
        }

        if (yields)
            await Task.Yield();
        lock (_lock)
        {
            _inFlight--;
            return Answer(offset);
        }
    }

    public Task<FileDetails?> GetDetailsAsync(FileId fileId, CancellationToken cancellationToken) => Task.FromResult<FileDetails?>(null);

    public Task<IReadOnlyList<Segment>?> GetSegmentsAsync(FileId fileId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Segment>?>(null);

    /// <summary>Whether a page showed a file with this status, not before then.</summary>
    public bool Showed(FileId fileId, ProcessingStatus status, TimeSpan notBefore)
    {
        lock (_lock)
            return _shown.Exists(page => page.At >= notBefore && page.Files.Contains((fileId, status)));
    }

    /// <summary>Whether it may be said now that a file is not listed: pages of one moment, the whole list of them, did not show it, nor did any since.</summary>
    public bool MayBeMissing(FileId fileId, TimeSpan oldest)
    {
        Shown[] shown;
        lock (_lock)
            shown = [.. _shown];
        foreach (var moment in shown.GroupBy(page => page.At).OrderByDescending(moment => moment.Key).TakeWhile(moment => moment.Key >= oldest))
        {
            var without = moment.Where(page => !page.Files.Any(file => file.FileId == fileId)).ToList();
            if (Cover(without))
                return true;
            if (moment.Key < _now && without.Count < moment.Count())
                return false;
        }

        return false;
    }

    private bool Cover(List<Shown> pages)
    {
        var reached = 0;
        foreach (var page in pages.Where(page => !page.Failed).OrderBy(page => page.Offset).TakeWhile(page => page.Offset <= reached))
        {
            if (page.Length == 0)
                return true;
            reached = Math.Max(reached, page.Offset + page.Length);
        }

        return reached >= _limit;
    }

    private ListPage Answer(int offset)
    {
        if (!IsCalm && _dice.Next(100) < _habits.Changes)
            Change();
        if (!IsCalm && _dice.Next(100) < _habits.Failures)
        {
            AnyFailure = true;
            _shown.Add(new Shown(_now, offset, 0, true, []));
            throw new ProcessingApiException(IngestionFailure.Unavailable, "The list can't be read.");
        }

        var longest = _habits.ShortPages ? _dice.Next(1, CatalogOptions.PageSize + 1) : CatalogOptions.PageSize;
        var page = _files.Skip(offset).Take(longest).ToImmutableArray();
        _shown.Add(new Shown(_now, offset, page.Length, false, [.. page.Take(Math.Max(0, _limit - offset))]));
        return new ListPage(page.Length, [.. page.Select((file, place) => new ListedFile(file.FileId, file.Status, offset + place))]);
    }

    private void Change()
    {
        var place = _dice.Next(_files.Count + 1);
        var isEmpty = _files.Count == 0;
        switch (_dice.Next(8))
        {
            case 0 or 1:
                _files.Insert(_dice.Next(3) switch { 0 => 0, 1 => _files.Count, _ => place }, (NewId(), new ProcessingStatus(Words[_dice.Next(4)])));
                break;
            case 2 when !isEmpty:
                _files.RemoveAt(_dice.Next(_files.Count));
                break;
            case 3 when !isEmpty:
                _files.RemoveRange(0, _dice.Next(1, _files.Count + 1) / 2);
                break;
            case 4:
                var order = _files.ToArray();
                _dice.Shuffle(order);
                _files.Clear();
                _files.AddRange(order);
                break;
            case 5 when !isEmpty && _habits.Twins:
                _files.Insert(place, (_files[_dice.Next(_files.Count)].FileId, new ProcessingStatus(Words[_dice.Next(4)])));
                break;
            case 6 or 7 when !isEmpty:
                var one = _dice.Next(_files.Count);
                if (!_files[one].Status.IsFinished)
                    _files[one] = (_files[one].FileId, new ProcessingStatus(Words[_dice.Next(4)]));
                break;
        }
    }

    private FileId NewId() => Id(++_created);

    /// <param name="Changes">How many of 100 pages the list changes before.</param>
    /// <param name="Failures">How many of 100 pages fail.</param>
    /// <param name="ShortPages">Whether pages hold fewer files than they could.</param>
    /// <param name="Twins">Whether files are listed twice.</param>
    internal sealed record Habits(int Changes, int Failures, bool ShortPages, bool Twins);

    private sealed record Shown(TimeSpan At, int Offset, int Length, bool Failed, ImmutableArray<(FileId FileId, ProcessingStatus Status)> Files);
}
