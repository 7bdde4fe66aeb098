namespace Cloud.Simulation.Disks;

/// <summary>What a disk does, as far as faults tell it apart.</summary>
public enum DiskOperationKind
{
    Read,
    Write,
    SetLength,
    Flush,
    Create,
    Rename,
    Delete,
    FlushFolder,
}
