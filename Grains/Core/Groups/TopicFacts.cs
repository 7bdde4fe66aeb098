using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Groups;

/// <summary>A topic as the metadata has it.</summary>
/// <param name="Racks">For each partition, the racks of its replicas; empty where racks are not used.</param>
public sealed record TopicFacts(
    TopicId Id, string Name, int PartitionCount, ImmutableArray<ImmutableArray<string>> Racks)
{
    public TopicFacts(TopicId id, string name, int partitionCount)
        : this(id, name, partitionCount, [])
    {
    }
}
