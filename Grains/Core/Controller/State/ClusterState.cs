using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.State;

/// <summary>What belongs to no topic: one document in the controller's store.</summary>
/// <param name="MetadataVersion">Grows with each committed change of anything.</param>
/// <param name="TopicIds">Every topic that exists: a document that is not listed is a left-over of a deletion.</param>
/// <param name="DefaultConfigs">Cluster-wide defaults of topic and broker settings, by Kafka's keys.</param>
/// <param name="NextProducerId">First producer id that no block has covered.</param>
public sealed record ClusterState(
    string ClusterId,
    ControllerEpoch ControllerEpoch,
    long MetadataVersion,
    BrokerEpoch LastBrokerEpoch,
    ImmutableSortedDictionary<int, BrokerState> Brokers,
    ImmutableHashSet<TopicId> TopicIds,
    ImmutableSortedDictionary<string, string> DefaultConfigs,
    ProducerId NextProducerId)
{
    /// <summary>Deleted topics whose logs some broker may still hold: what lets it delete them, however late.</summary>
    public ImmutableSortedDictionary<TopicId, RemovedTopic> RemovedTopics { get; init; } =
        ImmutableSortedDictionary.Create<TopicId, RemovedTopic>(TopicIdOrder.Instance);
}
