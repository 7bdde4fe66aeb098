using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>What metadata says of one topic; with an error there are no partitions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">None where the cluster tells no ids.</param>
/// <param name="IsInternal">Whether the cluster keeps its own records in it.</param>
/// <param name="Error">Why it cannot be used; retriable ones may go away.</param>
/// <param name="Partitions">In the order of their indexes, without a gap.</param>
internal sealed record TopicSnapshot(
    string Name, TopicId Id, bool IsInternal, KafkaError Error, ImmutableArray<PartitionSnapshot> Partitions)
{
    public PartitionSnapshot? Find(int partition) =>
        partition >= 0 && partition < Partitions.Length ? Partitions[partition] : null;
}
