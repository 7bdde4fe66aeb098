using Cloud.Core.Storage.Logs;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>
/// Hashes names alike in every process, so that going through a folder's logs takes the same order in every run of the
/// simulator.
/// </summary>
internal sealed class PartitionNameComparer : IEqualityComparer<TopicPartition>
{
    public static readonly PartitionNameComparer Instance = new();

    public bool Equals(TopicPartition left, TopicPartition right) => left == right;

    public int GetHashCode(TopicPartition partition) =>
        unchecked((StableHash.Of(partition.Topic) * 31) + partition.Partition);
}
