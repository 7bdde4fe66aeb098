using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Groups;

/// <summary>A topic as the metadata has it. Equal by content.</summary>
/// <param name="Racks">For each partition, the racks of its replicas; empty where racks are not used.</param>
public sealed record TopicFacts(
    TopicId Id, string Name, int PartitionCount, ImmutableArray<ImmutableArray<string>> Racks)
{
    public TopicFacts(TopicId id, string name, int partitionCount)
        : this(id, name, partitionCount, [])
    {
    }

    /// <summary>Only brokers write to it: no pattern matches it.</summary>
    public bool IsInternal { get; init; }

    public bool Equals(TopicFacts? other) => other is not null
        && Id == other.Id
        && Name == other.Name
        && PartitionCount == other.PartitionCount
        && IsInternal == other.IsInternal
        && Racks.Length == other.Racks.Length
        && Racks.Zip(other.Racks).All(pair => pair.First.SequenceEqual(pair.Second, StringComparer.Ordinal));

    public override int GetHashCode() => HashCode.Combine(Id, PartitionCount);
}
