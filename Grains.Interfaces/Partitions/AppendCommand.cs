using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>Record batches for one partition (Kafka's Produce).</summary>
/// <param name="Batches">One batch of format v2 each. Copied before anything is written into them.</param>
/// <param name="Acks">-1 all replicas in sync, 1 the leader, 0 nobody: as <c>acks</c> of Kafka's producer.</param>
/// <param name="Timeout">How long acks -1 may take; then the outcome is open. Kafka: <c>request.timeout.ms</c>.</param>
/// <param name="CurrentLeaderEpoch">The epoch that the sender believes in; -1 for no fencing.</param>
[GenerateSerializer, Immutable, Alias("Cloud.AppendCommand")]
public sealed record AppendCommand(
    [property: Id(0)] ImmutableArray<ReadOnlyMemory<byte>> Batches,
    [property: Id(1)] short Acks,
    [property: Id(2)] TimeSpan Timeout,
    [property: Id(3)] int CurrentLeaderEpoch = -1);
