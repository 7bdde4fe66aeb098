namespace Cloud.Client;

/// <summary>A data folder of a broker.</summary>
/// <param name="Path">As the broker names it.</param>
/// <param name="Failure">Why it cannot be used; null when it can.</param>
/// <param name="TotalBytes">Size of the volume it lies on; -1 where the broker does not tell.</param>
/// <param name="UsableBytes">What is free there; -1 where the broker does not tell.</param>
/// <param name="Replicas">What lies in it.</param>
public sealed record LogDirDescription(
    string Path,
    ClientException? Failure,
    long TotalBytes,
    long UsableBytes,
    IReadOnlyList<ReplicaLogDescription> Replicas);
