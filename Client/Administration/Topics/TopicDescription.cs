using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A topic and where its partitions are.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">None where the cluster tells no ids.</param>
/// <param name="IsInternal">Whether the cluster keeps its own records in it.</param>
/// <param name="Partitions">In the order of their indexes.</param>
public sealed record TopicDescription(
    string Name, TopicId Id, bool IsInternal, IReadOnlyList<PartitionDescription> Partitions);
