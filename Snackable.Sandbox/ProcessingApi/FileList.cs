using System.Collections.Immutable;

namespace Snackable.Sandbox.ProcessingApi;

/// <summary>The files in the order in which pages list them. Safe for use by many threads.</summary>
public sealed class FileList
{
    /// <summary>The largest number of records on a page, whatever the caller asks for.</summary>
    public const int PageSize = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, SandboxFile> _byId = [];
    private ImmutableList<SandboxFile> _files = [];

    /// <summary>Makes a list of these files.</summary>
    /// <param name="files">The files; no two may have the same id.</param>
    public FileList(IEnumerable<SandboxFile> files) => Replace(files);

    /// <summary>Raised after the status of a file changed, with the file as it is now.</summary>
    public event Action<SandboxFile>? StatusChanged;

    /// <summary>
    /// Answers for a page in the place of the list: gets the offset, returns the records as they are to be served (a short page, the
    /// same page for ever, …), or null for the page that the list has there.
    /// </summary>
    public Func<int, IReadOnlyList<SandboxFile>?>? PageOverride { get; set; }

    /// <summary>The files as they are now; later changes do not show in it.</summary>
    public IReadOnlyList<SandboxFile> All => Volatile.Read(ref _files);

    /// <summary>The number of files.</summary>
    public int Count => All.Count;

    /// <summary>Adds a file to the end.</summary>
    /// <param name="file">A file whose id is not in the list yet.</param>
    public void Append(SandboxFile file) => Insert(null, file);

    /// <summary>Adds a file in front of the one at an index, so that all later ones shift.</summary>
    /// <param name="index">The index of the new file, from 0.</param>
    /// <param name="file">A file whose id is not in the list yet.</param>
    public void Insert(int index, SandboxFile file) => Insert((int?)index, file);

    /// <summary>Removes a file, so that all later ones shift.</summary>
    /// <param name="fileId">The id of the file.</param>
    /// <returns>Whether it was in the list.</returns>
    public bool Remove(Guid fileId)
    {
        lock (_lock)
        {
            if (!_byId.Remove(fileId, out var file))
                return false;
            _files = _files.Remove(file, ReferenceEqualityComparer.Instance);
            return true;
        }
    }

    /// <summary>Puts other files, or the same ones in another order, in the place of all.</summary>
    /// <param name="files">The files; no two may have the same id.</param>
    public void Replace(IEnumerable<SandboxFile> files)
    {
        var replacement = files.ToImmutableList();
        var byId = replacement.ToDictionary(file => file.FileId);
        lock (_lock)
        {
            _files = replacement;
            _byId.Clear();
            foreach (var (fileId, file) in byId)
                _byId.Add(fileId, file);
        }
    }

    /// <summary>Changes a file where it stands.</summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="change">Makes the new file, with the same id, of the old one.</param>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public void Update(Guid fileId, Func<SandboxFile, SandboxFile> change)
    {
        SandboxFile before, after;
        lock (_lock)
        {
            before = _byId[fileId];
            after = change(before);
            if (after.FileId != fileId)
                throw new ArgumentException("A file keeps its id.", nameof(change));
            _files = _files.Replace(before, after, ReferenceEqualityComparer.Instance);
            _byId[fileId] = after;
        }

        if (after.ProcessingStatus != before.ProcessingStatus)
            StatusChanged?.Invoke(after);
    }

    /// <summary>Changes the status of a file.</summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="status">One of <see cref="SandboxStatus"/>, or any other word.</param>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public void SetStatus(Guid fileId, string status) => Update(fileId, file => file with { ProcessingStatus = status });

    /// <summary>Looks a file up.</summary>
    /// <param name="fileId">The id of the file.</param>
    /// <returns>The file, or null if it is not in the list.</returns>
    public SandboxFile? Find(Guid fileId)
    {
        lock (_lock)
            return _byId.GetValueOrDefault(fileId);
    }

    internal IReadOnlyList<SandboxFile> Page(int offset, int limit)
    {
        if (PageOverride?.Invoke(offset) is { } page)
            return page;
        var files = Volatile.Read(ref _files);
        return offset >= files.Count ? [] : files.GetRange(offset, Math.Min(Math.Min(limit, PageSize), files.Count - offset));
    }

    private void Insert(int? index, SandboxFile file)
    {
        lock (_lock)
        {
            var files = _files.Insert(index ?? _files.Count, file);
            _byId.Add(file.FileId, file);
            _files = files;
        }
    }
}
