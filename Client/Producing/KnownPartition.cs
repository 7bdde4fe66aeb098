using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>What a client knows of a partition, from the cluster's metadata.</summary>
/// <param name="TopicPartition">Topic and partition.</param>
/// <param name="Leader">Who takes its records; null while there is nobody.</param>
/// <param name="Replicas">Who keeps it, the preferred leader first.</param>
/// <param name="Isr">Who of them has everything that is committed.</param>
/// <param name="Offline">Who of them is not there.</param>
public sealed record KnownPartition(
    TopicPartition TopicPartition,
    BrokerAddress? Leader,
    ImmutableArray<BrokerId> Replicas,
    ImmutableArray<BrokerId> Isr,
    ImmutableArray<BrokerId> Offline);
