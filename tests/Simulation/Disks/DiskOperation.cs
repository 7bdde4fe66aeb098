namespace Cloud.Simulation.Disks;

/// <summary>A step of a simulated disk that may fail or be the last before a crash.</summary>
public readonly record struct DiskOperation(DiskOperationKind Kind, string Path);
