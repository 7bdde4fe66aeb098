using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>A leader's proposal of another ISR, by compare-and-swap on the partition epoch (KIP-497).</summary>
/// <param name="Leader">Broker id of who proposes.</param>
/// <param name="IsRecovered">The leader that was elected uncleanly confirms that it serves (KIP-704).</param>
[GenerateSerializer, Immutable, Alias("Cloud.IsrProposal")]
public sealed record IsrProposal(
    [property: Id(0)] Guid TopicId,
    [property: Id(1)] int Partition,
    [property: Id(2)] int Leader,
    [property: Id(3)] long LeaderBrokerEpoch,
    [property: Id(4)] int LeaderEpoch,
    [property: Id(5)] int PartitionEpoch,
    [property: Id(6)] ImmutableArray<IsrMemberEpoch> Isr,
    [property: Id(7)] bool IsRecovered);
