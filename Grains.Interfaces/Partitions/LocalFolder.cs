using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>A data folder of this broker.</summary>
/// <param name="TotalBytes">Of its disk; -1 where the system does not say.</param>
/// <param name="UsableBytes">Of those, what is free for this process; -1 where the system does not say.</param>
/// <param name="Logs">In no order. A log that cannot be used is not among them.</param>
public sealed record LocalFolder(string Path, long TotalBytes, long UsableBytes, ImmutableArray<LocalLog> Logs);
