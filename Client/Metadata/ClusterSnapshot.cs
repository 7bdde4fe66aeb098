using System.Collections.Frozen;
using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>What is known of the cluster at a moment. Immutable; a newer one takes its place.</summary>
internal sealed class ClusterSnapshot
{
    private readonly FrozenDictionary<string, TopicSnapshot> _topics;
    private readonly FrozenDictionary<TopicId, TopicSnapshot> _topicsById;

    public ClusterSnapshot(
        string? clusterId,
        BrokerId controller,
        IEnumerable<BrokerAddress> brokers,
        IEnumerable<TopicSnapshot> topics)
    {
        ClusterId = clusterId;
        Controller = controller;
        Brokers = brokers.DistinctBy(broker => broker.Id).ToFrozenDictionary(broker => broker.Id);
        _topics = topics.ToFrozenDictionary(topic => topic.Name);
        _topicsById = _topics.Values.Where(topic => topic.Id != TopicId.None).DistinctBy(topic => topic.Id)
            .ToFrozenDictionary(topic => topic.Id);
    }

    public static ClusterSnapshot Empty { get; } = new(null, BrokerId.None, [], []);

    public string? ClusterId { get; }

    public BrokerId Controller { get; }

    public FrozenDictionary<BrokerId, BrokerAddress> Brokers { get; }

    public IEnumerable<TopicSnapshot> Topics => _topics.Values;

    public TopicSnapshot? Find(string topic) => _topics.GetValueOrDefault(topic);

    public TopicSnapshot? Find(TopicId topic) => _topicsById.GetValueOrDefault(topic);

    public PartitionSnapshot? Find(TopicPartition partition) => Find(partition.Topic)?.Find(partition.Partition);

    /// <summary>
    /// What an answer says. Topics that it does not name are kept where only some were asked for, and of the same topic
    /// a leader of a later epoch is kept: the broker that answered may be behind (KIP-320).
    /// </summary>
    public ClusterSnapshot With(MetadataResponse response, bool isOfAllTopics)
    {
        var answered = response.Topics.Where(topic => topic.Name is not null).DistinctBy(topic => topic.Name)
            .Select(Read).ToDictionary(topic => topic.Name);
        var kept = isOfAllTopics ? [] : Topics.Where(topic => !answered.ContainsKey(topic.Name));
        return new(
            response.ClusterId,
            response.ControllerId,
            response.Brokers.Select(broker => new BrokerAddress(broker.NodeId, broker.Host, broker.Port, broker.Rack)),
            answered.Values.Concat(kept));
    }

    /// <summary>What a leader has said of a newer one (KIP-951); the same where it says nothing new.</summary>
    public ClusterSnapshot With(TopicPartition partition, BrokerId leader, LeaderEpoch epoch, BrokerAddress? address)
    {
        if (Find(partition.Topic) is not { } topic
            || topic.Find(partition.Partition) is not { } known
            || known.LeaderEpoch >= epoch
            || (address is null && !Brokers.ContainsKey(leader)))
        {
            return this;
        }

        var changed = topic with
        {
            Partitions = topic.Partitions.SetItem(
                partition.Partition, known with { Leader = leader, LeaderEpoch = epoch }),
        };
        var others = Topics.Where(other => other.Name != topic.Name);
        var brokers = address is null
            ? Brokers.Values.AsEnumerable()
            : [address, .. Brokers.Values.Where(broker => broker.Id != address.Id)];
        return new(ClusterId, Controller, brokers, others.Append(changed));
    }

    private TopicSnapshot Read(MetadataResponse.Topic topic)
    {
        var known = Find(topic.Name!) is { } former && former.Id == topic.TopicId ? former : null;
        return new(
            topic.Name!,
            topic.TopicId,
            topic.IsInternal,
            topic.Error,
            [.. topic.Partitions.OrderBy(partition => partition.PartitionIndex)
                .Select(partition => Read(partition, known))]);
    }

    private static PartitionSnapshot Read(MetadataResponse.Partition partition, TopicSnapshot? known)
    {
        var before = known?.Find(partition.PartitionIndex);
        var isNewer = before is null || partition.LeaderEpoch >= before.LeaderEpoch;
        return new(
            partition.PartitionIndex,
            partition.Error,
            isNewer ? partition.LeaderId : before!.Leader,
            isNewer ? partition.LeaderEpoch : before!.LeaderEpoch,
            partition.ReplicaNodes,
            partition.IsrNodes,
            partition.OfflineReplicas);
    }
}
