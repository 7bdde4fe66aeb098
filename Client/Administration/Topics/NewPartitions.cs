using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A topic that shall have more partitions. Records with keys may then land in other partitions.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="TotalCount">How many it shall have in all; more than now.</param>
public sealed record NewPartitions(string Topic, int TotalCount)
{
    /// <summary>
    /// The replicas of each new partition, the preferred leader first; null leaves the choice to the cluster.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<BrokerId>>? Assignments { get; init; }
}
