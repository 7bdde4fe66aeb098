using System.Collections.Immutable;

namespace Cloud.Protocol.Assignors;

/// <summary>A topic as an assignor sees it.</summary>
/// <param name="Racks">For each partition, the racks that hold a replica; empty where they are not known.</param>
public sealed record AssignorTopic(string Name, int PartitionCount, ImmutableArray<ImmutableArray<string>> Racks)
{
    public AssignorTopic(string name, int partitionCount)
        : this(name, partitionCount, [])
    {
    }

    public bool IsOnRack(int partition, string? rack) =>
        rack is not null && partition < Racks.Length && Racks[partition].Contains(rack);
}
