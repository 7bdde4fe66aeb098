using System.Collections.Immutable;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol;

namespace Cloud.Grains.Metadata;

/// <summary>Committed state as it crosses calls, and back. Nothing is lost either way.</summary>
internal static class MetadataMessages
{
    public static MetadataUpdate ToMessage(this MetadataDelta delta) => new(
        delta.ControllerEpoch.Value,
        delta.FromVersion,
        delta.ToVersion,
        [.. delta.Brokers.Select(ToMessage)],
        [.. delta.Topics.Select(ToMessage)],
        [.. delta.RemovedTopics.Select(topic => topic.Value)],
        Ids(delta.RemovedBrokers),
        delta.DefaultConfigs);

    public static MetadataDelta ToDelta(this MetadataUpdate update) => new(
        new ControllerEpoch(update.ControllerEpoch),
        update.FromVersion,
        update.ToVersion,
        [.. update.Brokers.Select(ToState)],
        [.. update.Topics.Select(ToState)],
        [.. update.RemovedTopics.Select(topic => new TopicId(topic))])
    {
        RemovedBrokers = Brokers(update.RemovedBrokers),
        DefaultConfigs = update.DefaultConfigs,
    };

    public static BrokerMetadata ToMessage(this BrokerState broker) => new(
        broker.Id.Value,
        broker.Epoch.Value,
        broker.DirectoryId.Value,
        broker.Rack,
        [.. broker.Listeners.Select(listener => new BrokerEndpoint(listener.Name, listener.Host, listener.Port))],
        (BrokerCondition)broker.Condition,
        broker.IsDraining);

    public static TopicMetadata ToMessage(this TopicState topic) => new(
        topic.Id.Value, topic.Name, topic.IsInternal, topic.Configs, [.. topic.Partitions.Select(ToMessage)]);

    public static PartitionMetadata ToMessage(this PartitionState partition) => new(
        partition.Index,
        Ids(partition.Replicas),
        partition.Leader.Value,
        partition.LeaderEpoch.Value,
        partition.PartitionEpoch.Value,
        Ids(partition.Isr),
        Ids(partition.Elr),
        partition.LastKnownLeader.Value,
        partition.IsRecovering,
        Ids(partition.AddingReplicas),
        Ids(partition.RemovingReplicas));

    public static PartitionState ToState(this PartitionMetadata partition) => new(
        partition.Index,
        Brokers(partition.Replicas),
        new BrokerId(partition.Leader),
        new LeaderEpoch(partition.LeaderEpoch),
        new PartitionEpoch(partition.PartitionEpoch),
        Brokers(partition.Isr),
        Brokers(partition.Elr),
        new BrokerId(partition.LastKnownLeader),
        partition.IsRecovering,
        Brokers(partition.AddingReplicas),
        Brokers(partition.RemovingReplicas));

    public static ImmutableArray<BrokerListener> ToListeners(this ImmutableArray<BrokerEndpoint> endpoints) =>
        [.. endpoints.Select(endpoint => new BrokerListener(endpoint.Name, endpoint.Host, endpoint.Port))];

    public static ImmutableArray<int> Ids(ImmutableArray<BrokerId> brokers) =>
        [.. brokers.Select(broker => broker.Value)];

    public static ImmutableArray<BrokerId> Brokers(ImmutableArray<int> ids) => [.. ids.Select(id => new BrokerId(id))];

    private static BrokerState ToState(BrokerMetadata broker) => new(
        new BrokerId(broker.BrokerId),
        new BrokerEpoch(broker.BrokerEpoch),
        new DirectoryId(broker.DirectoryId),
        broker.Rack,
        broker.Listeners.ToListeners(),
        (BrokerConditionKind)broker.Condition,
        broker.IsDraining);

    private static TopicState ToState(TopicMetadata topic) => new(
        new TopicId(topic.TopicId), topic.Name, topic.IsInternal, topic.Configs, [.. topic.Partitions.Select(ToState)]);
}
