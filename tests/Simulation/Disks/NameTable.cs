namespace Cloud.Simulation.Disks;

/// <summary>
/// The names of a disk: what is running sees one of these, the device holds another. Sorted, so runs repeat.
/// </summary>
internal sealed class NameTable
{
    public SortedDictionary<string, SimulatedInode> Files { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Folders { get; } = new(StringComparer.Ordinal) { "/" };

    public void Apply(NameOperation operation)
    {
        switch (operation)
        {
            case NameOperation.CreateFile create:
                // The folder itself may not have survived the crash.
                if (Folders.Contains(create.Folder))
                {
                    Files[create.Path] = create.Inode;
                }

                break;
            case NameOperation.CreateFolder create:
                Folders.Add(create.Path);
                break;
            case NameOperation.Delete delete:
                Remove(delete.Path);
                break;
            case NameOperation.Rename rename:
                Move(rename.Source, rename.Target);
                break;
        }
    }

    public NameTable Copy()
    {
        var copy = new NameTable();
        copy.Folders.UnionWith(Folders);
        foreach (var (path, inode) in Files)
        {
            copy.Files.Add(path, inode);
        }

        return copy;
    }

    private void Remove(string path)
    {
        Files.Remove(path);
        foreach (var inner in Files.Keys.Where(file => IsInside(file, path)).ToList())
        {
            Files.Remove(inner);
        }

        Folders.RemoveWhere(folder => folder == path || IsInside(folder, path));
    }

    private void Move(string source, string target)
    {
        if (Files.Remove(source, out var inode))
        {
            Files[target] = inode;
            return;
        }

        foreach (var inner in Files.Keys.Where(file => IsInside(file, source)).ToList())
        {
            Files.Remove(inner, out var innerInode);
            Files[target + inner[source.Length..]] = innerInode!;
        }

        foreach (var folder in Folders.Where(folder => folder == source || IsInside(folder, source)).ToList())
        {
            Folders.Remove(folder);
            Folders.Add(target + folder[source.Length..]);
        }
    }

    private static bool IsInside(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);
}
