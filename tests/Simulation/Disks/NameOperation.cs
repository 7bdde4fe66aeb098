namespace Cloud.Simulation.Disks;

/// <summary>
/// A change of names that is not on the device yet. Survives a crash only with all earlier ones of its folder.
/// </summary>
internal abstract record NameOperation(string Folder)
{
    public sealed record CreateFile(string Folder, string Path, SimulatedInode Inode) : NameOperation(Folder);

    public sealed record CreateFolder(string Folder, string Path) : NameOperation(Folder);

    public sealed record Delete(string Folder, string Path) : NameOperation(Folder);

    public sealed record Rename(string Folder, string Source, string Target) : NameOperation(Folder);
}
