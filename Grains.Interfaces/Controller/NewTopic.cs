using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>A topic to create.</summary>
/// <param name="Partitions">-1 for the broker's <c>num.partitions</c>, and where there is an assignment.</param>
/// <param name="ReplicationFactor">-1 for <c>default.replication.factor</c>, and where there is an assignment.</param>
/// <param name="Assignment">Brokers of each partition, the preferred leader first; empty to have them chosen.</param>
/// <param name="Configs">By Kafka's keys.</param>
/// <param name="IsInternal">Only brokers write to it.</param>
/// <param name="IsValidateOnly">Only to see whether it would work.</param>
[GenerateSerializer, Immutable, Alias("Cloud.NewTopic")]
public sealed record NewTopic(
    [property: Id(0)] string Name,
    [property: Id(1)] int Partitions,
    [property: Id(2)] int ReplicationFactor,
    [property: Id(3)] ImmutableSortedDictionary<int, ImmutableArray<int>> Assignment,
    [property: Id(4)] ImmutableSortedDictionary<string, string> Configs,
    [property: Id(5)] bool IsInternal = false,
    [property: Id(6)] bool IsValidateOnly = false)
{
    /// <summary>A topic with brokers chosen and default settings.</summary>
    public static NewTopic Of(string name, int partitions, int replicationFactor) => new(
        name,
        partitions,
        replicationFactor,
        ImmutableSortedDictionary<int, ImmutableArray<int>>.Empty,
        ImmutableSortedDictionary<string, string>.Empty);
}
