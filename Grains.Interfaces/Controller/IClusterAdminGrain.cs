using System.Collections.Immutable;
using Cloud.Grains.Interfaces.Metadata;
using Orleans.Concurrency;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>
/// The controller of the cluster, for administrators and services. The key is 0. What it answers is committed. A call
/// that fails with an exception may be done or not.
/// </summary>
[Alias("Cloud.IClusterAdminGrain")]
public interface IClusterAdminGrain : IGrainWithIntegerKey
{
    /// <summary>Creates a topic (KIP-4), or only says whether that would work.</summary>
    [Alias("CreateTopic")]
    Task<TopicAnswer> CreateTopic(NewTopic topic);

    /// <summary>Deletes a topic; its logs go as soon as their brokers hear of it.</summary>
    [Alias("DeleteTopic")]
    Task<ControllerAnswer> DeleteTopic(Guid topicId);

    /// <summary>Gives a topic more partitions (KIP-195).</summary>
    [Alias("AddPartitions")]
    Task<TopicAnswer> AddPartitions(PartitionGrowth growth);

    /// <summary>Topics by their names; all of them for none.</summary>
    [Alias("DescribeTopics"), ReadOnly]
    Task<ImmutableArray<TopicMetadata>> DescribeTopics(ImmutableArray<string> names);

    /// <summary>Every registered broker, by id.</summary>
    [Alias("DescribeBrokers"), ReadOnly]
    Task<ImmutableArray<BrokerMetadata>> DescribeBrokers();

    /// <summary>Changes settings of a topic, the others stay (KIP-339).</summary>
    [Alias("AlterTopicConfigs")]
    Task<ConfigAnswer> AlterTopicConfigs(string topic, ImmutableArray<ConfigChange> changes, bool isValidateOnly);

    /// <summary>Replaces all settings of a topic.</summary>
    [Alias("ReplaceTopicConfigs")]
    Task<ConfigAnswer> ReplaceTopicConfigs(
        string topic, ImmutableSortedDictionary<string, string> configs, bool isValidateOnly);

    /// <summary>Changes the cluster-wide defaults, by Kafka's broker keys.</summary>
    [Alias("AlterDefaultConfigs")]
    Task<ConfigAnswer> AlterDefaultConfigs(ImmutableArray<ConfigChange> changes, bool isValidateOnly);

    /// <summary>Replaces all cluster-wide defaults.</summary>
    [Alias("ReplaceDefaultConfigs")]
    Task<ConfigAnswer> ReplaceDefaultConfigs(ImmutableSortedDictionary<string, string> configs, bool isValidateOnly);

    /// <summary>Elects leaders by hand (KIP-183, KIP-460); all partitions for none.</summary>
    /// <param name="isUnclean">Rather lose records than stay offline; else the preferred leader.</param>
    [Alias("ElectLeaders")]
    Task<ImmutableArray<PartitionAnswer>> ElectLeaders(bool isUnclean, ImmutableArray<TopicPartitionName> partitions);

    /// <summary>Moves replicas to other brokers, or cancels that (KIP-455).</summary>
    /// <param name="mayChangeReplicationFactor">False: a target of another size is refused (KIP-860).</param>
    [Alias("AlterReassignments")]
    Task<ImmutableArray<PartitionAnswer>> AlterReassignments(
        ImmutableArray<ReassignmentChange> changes, bool mayChangeReplicationFactor);

    /// <summary>What moves at present, of these partitions; of all for none.</summary>
    [Alias("ListReassignments"), ReadOnly]
    Task<ImmutableArray<OngoingMove>> ListReassignments(ImmutableArray<TopicPartitionName> partitions);

    /// <summary>Empties a broker: nothing new is placed there, and leadership moves away; or takes that back.</summary>
    [Alias("DrainBroker")]
    Task<ControllerAnswer> DrainBroker(int brokerId, bool isDraining);

    /// <summary>Moves some more replicas off a broker that is being drained.</summary>
    [Alias("MoveReplicasOff")]
    Task<DrainAnswer> MoveReplicasOff(int brokerId, int partitionsMax);

    /// <summary>Forgets a broker that holds no replica any more.</summary>
    [Alias("UnregisterBroker")]
    Task<ControllerAnswer> UnregisterBroker(int brokerId);

    /// <summary>Producer ids that one broker may hand out, and nobody else.</summary>
    [Alias("AllocateProducerIds")]
    Task<ProducerIdAnswer> AllocateProducerIds(int brokerId, long brokerEpoch);
}
