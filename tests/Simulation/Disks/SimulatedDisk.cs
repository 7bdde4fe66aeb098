using Cloud.Core.Storage.Files;

namespace Cloud.Simulation.Disks;

/// <summary>
/// A disk in memory that keeps its promises and no more: content survives a crash when its file was flushed, names when
/// their folder was. It can be told to crash at its n-th change, to fill up, to fail, and to flip bits; all by a seed.
/// Used by one thread.
/// </summary>
public sealed class SimulatedDisk(int seed) : IFileSystem
{
    private readonly Random _random = new(seed);
    private readonly List<NameOperation> _pending = [];
    private NameTable _names = new();
    private NameTable _durableNames = new();
    private bool _isOff;

    /// <summary>Changes so far: writes, flushes, names. Reads do not count.</summary>
    public long StepCount { get; private set; }

    /// <summary>The disk crashes at this change instead of making it (or just after a write was taken).</summary>
    public long CrashAtStep { get; set; } = long.MaxValue;

    /// <summary>Asked before each operation: a kind of error makes it fail with that.</summary>
    public Func<DiskOperation, StorageErrorKind?>? Fault { get; set; }

    /// <summary>Bytes of all files together; writes beyond it fail as on a full disk.</summary>
    public long CapacityBytes { get; set; } = long.MaxValue;

    public long UsedBytes => _names.Files.Values.Sum(inode => (long)inode.Content.Length);

    public int OpenFileCount { get; private set; }

    /// <summary>What the clock of the file system shows.</summary>
    public long NowMilliseconds { get; set; }

    internal int Life { get; private set; }

    internal bool IsLastStep => StepCount + 1 >= CrashAtStep;

    /// <summary>The power fails and returns: what was not flushed is lost in part, open files are dead.</summary>
    public void Crash()
    {
        foreach (var operation in Survivors())
        {
            _durableNames.Apply(operation);
        }

        _pending.Clear();
        _names = _durableNames.Copy();
        foreach (var inode in _names.Files.Values)
        {
            inode.Crash(_random);
        }

        Life++;
        OpenFileCount = 0;
        CrashAtStep = long.MaxValue;
        _isOff = false;
    }

    /// <summary>Damages one bit, on the device and in the cache.</summary>
    public void FlipBit(string path, long position, int bit) => _names.Files[path].FlipBit(position, bit);

    public IFile Open(string path, FileAccessMode mode)
    {
        EnsureOn("open");
        var isThere = _names.Files.TryGetValue(path, out var inode);
        if (!isThere && (mode is FileAccessMode.ReadExisting or FileAccessMode.WriteExisting))
        {
            throw new StorageException(StorageErrorKind.NotFound, "open", path, FilePosition.Start);
        }

        if (inode is null)
        {
            Step(new(DiskOperationKind.Create, path), FilePosition.Start);
            inode = new();
            Change(new NameOperation.CreateFile(FolderOf(path), path, inode));
        }
        else if (mode is FileAccessMode.CreateOrEmpty)
        {
            Step(new(DiskOperationKind.SetLength, path), FilePosition.Start);
            inode.SetLength(0);
        }

        OpenFileCount++;
        return new SimulatedFile(this, path, inode);
    }

    public bool FileExists(string path) => _names.Files.ContainsKey(path);

    public bool FolderExists(string path) => _names.Folders.Contains(path);

    public IReadOnlyList<string> ListFiles(string folder) =>
        [.. _names.Files.Keys.Where(path => FolderOf(path) == folder).Select(NameOf)];

    public IReadOnlyList<string> ListFolders(string folder) =>
        [.. _names.Folders.Where(path => path != "/" && FolderOf(path) == folder).Select(NameOf)];

    public long LastModifiedMilliseconds(string path) => NowMilliseconds;

    public void Rename(string source, string target)
    {
        Step(new(DiskOperationKind.Rename, source), FilePosition.Start);
        if (!FileExists(source) && !FolderExists(source))
        {
            throw new StorageException(StorageErrorKind.NotFound, "rename", source, FilePosition.Start);
        }

        Change(new NameOperation.Rename(FolderOf(source), source, target));
    }

    public void DeleteFile(string path)
    {
        if (FileExists(path))
        {
            Step(new(DiskOperationKind.Delete, path), FilePosition.Start);
            Change(new NameOperation.Delete(FolderOf(path), path));
        }
    }

    public void CreateFolder(string path)
    {
        if (FolderExists(path))
        {
            return;
        }

        CreateFolder(FolderOf(path));
        Step(new(DiskOperationKind.Create, path), FilePosition.Start);
        Change(new NameOperation.CreateFolder(FolderOf(path), path));
    }

    public void DeleteFolder(string path)
    {
        if (FolderExists(path))
        {
            Step(new(DiskOperationKind.Delete, path), FilePosition.Start);
            Change(new NameOperation.Delete(FolderOf(path), path));
        }
    }

    public void FlushFolder(string path)
    {
        Step(new(DiskOperationKind.FlushFolder, path), FilePosition.Start);
        foreach (var operation in _pending.FindAll(operation => operation.Folder == path))
        {
            _durableNames.Apply(operation);
        }

        _pending.RemoveAll(operation => operation.Folder == path);
    }

    /// <summary>Paths of all files, sorted: for tests that damage each.</summary>
    public IReadOnlyList<string> AllFiles() => [.. _names.Files.Keys];

    public byte[] ContentOf(string path) => _names.Files[path].Content.Span.ToArray();

    internal void Closed(int life)
    {
        if (life == Life)
        {
            OpenFileCount--;
        }
    }

    /// <summary>Negative: that many bytes do not fit.</summary>
    internal long RoomFor(long growthBytes)
    {
        if (CapacityBytes == long.MaxValue || growthBytes <= 0)
        {
            return 0;
        }

        return Math.Min(0, CapacityBytes - UsedBytes - growthBytes);
    }

    internal void Step(DiskOperation operation, FilePosition position)
    {
        EnsureOn(operation.Kind.ToString());
        if (Fault?.Invoke(operation) is { } kind)
        {
            throw new StorageException(kind, operation.Kind.ToString(), operation.Path, position);
        }

        if (operation.Kind is DiskOperationKind.Read)
        {
            return;
        }

        StepCount++;
        if (StepCount >= CrashAtStep)
        {
            _isOff = true;
            throw new SimulatedCrashException($"step {StepCount}, {operation.Kind} {operation.Path}");
        }
    }

    // A journal keeps the order of names within a folder and promises nothing between folders.
    private IEnumerable<NameOperation> Survivors()
    {
        var kept = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var group in _pending.GroupBy(operation => operation.Folder))
        {
            kept[group.Key] = _random.Next(group.Count() + 1);
        }

        return _pending.Where(operation => kept[operation.Folder]-- > 0).ToList();
    }

    private void Change(NameOperation operation)
    {
        _names.Apply(operation);
        _pending.Add(operation);
    }

    private void EnsureOn(string operation)
    {
        if (_isOff)
        {
            throw new SimulatedCrashException($"{operation} on a disk without power");
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path) ?? "/";

    private static string NameOf(string path) => Path.GetFileName(path);
}
