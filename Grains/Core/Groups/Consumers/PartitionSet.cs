using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Groups.Consumers;

/// <summary>
/// Partitions by the identities of their topics, in an order of their own. Immutable, equal by content.
/// </summary>
public sealed class PartitionSet : IEquatable<PartitionSet>
{
    public static readonly PartitionSet Empty = new([]);

    private static readonly Comparer<TopicIdPartition> Order = Comparer<TopicIdPartition>.Create(Compare);

    private readonly ImmutableArray<TopicIdPartition> _partitions;

    private PartitionSet(ImmutableArray<TopicIdPartition> sorted) => _partitions = sorted;

    public int Count => _partitions.Length;

    public ImmutableArray<TopicIdPartition> All => _partitions;

    public static PartitionSet Of(IEnumerable<TopicIdPartition> partitions)
    {
        var sorted = partitions.ToHashSet().ToArray();
        Array.Sort(sorted, Order);
        return sorted.Length == 0 ? Empty : new([.. sorted]);
    }

    public bool Contains(TopicIdPartition partition) =>
        _partitions.BinarySearch(partition, Order) >= 0;

    public bool IsSubsetOf(PartitionSet other) => _partitions.All(other.Contains);

    public PartitionSet Intersect(PartitionSet other) => Where(other.Contains);

    public PartitionSet Except(PartitionSet other) => Where(partition => !other.Contains(partition));

    public PartitionSet Union(PartitionSet other) => Of(_partitions.Concat(other._partitions));

    public PartitionSet Where(Func<TopicIdPartition, bool> isIn) => new([.. _partitions.Where(isIn)]);

    /// <summary>As messages have them: a topic and its partitions.</summary>
    public ImmutableArray<TElement> ByTopic<TElement>(Func<TopicId, ImmutableArray<int>, TElement> create) =>
    [
        .. _partitions
            .GroupBy(partition => partition.TopicId, partition => partition.Partition)
            .Select(topic => create(topic.Key, [.. topic])),
    ];

    public bool Equals(PartitionSet? other) => other is not null && _partitions.SequenceEqual(other._partitions);

    public override bool Equals(object? obj) => Equals(obj as PartitionSet);

    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, _partitions[0], _partitions[^1]);

    public override string ToString() => string.Join(' ', _partitions);

    private static int Compare(TopicIdPartition left, TopicIdPartition right)
    {
        var byTopic = left.TopicId.Value.CompareTo(right.TopicId.Value);
        return byTopic != 0 ? byTopic : left.Partition.CompareTo(right.Partition);
    }
}
