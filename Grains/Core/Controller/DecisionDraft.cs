using System.Collections.Immutable;
using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller;

/// <summary>
/// Collects what one decision changes, without touching what is committed: the cluster and the topics as they will be.
/// </summary>
internal sealed class DecisionDraft(ControllerState state, ITopicRules rules)
{
    private readonly Dictionary<TopicId, TopicState> _changedTopics = [];
    private readonly List<TopicId> _removedTopics = [];
    private ClusterState _cluster = state.Cluster;
    private BrokerView? _brokers;
    private bool _isClusterFirst;

    public ClusterState Cluster
    {
        get => _cluster;
        set
        {
            _cluster = value;
            _brokers = null;
        }
    }

    public BrokerView Brokers => _brokers ??= new(Cluster);

    /// <summary>The version that metadata has once this decision is committed.</summary>
    public long NextVersion => state.Cluster.MetadataVersion + 1;

    public TopicState? Find(TopicId id) => _changedTopics.GetValueOrDefault(id) ?? state.Find(id);

    public PartitionState? Find(TopicIdPartition partition) =>
        Find(partition.TopicId) is { } topic
        && partition.Partition >= 0
        && partition.Partition < topic.Partitions.Length
            ? topic.Partitions[partition.Partition]
            : null;

    public void Put(TopicState topic) => _changedTopics[topic.Id] = topic;

    public void Put(BrokerState broker) =>
        Cluster = Cluster with { Brokers = Cluster.Brokers.SetItem(broker.Id.Value, broker) };

    /// <summary>
    /// The cluster comes before the topics: what it allows (a broker back in service, a lower limit) must be on record
    /// before a topic makes use of it. Without this call it comes after them: what it forbids is true of them by then.
    /// </summary>
    public void StoreClusterFirst() => _isClusterFirst = true;

    public void Remove(TopicState topic, RemovedTopic record)
    {
        Cluster = Cluster with
        {
            TopicIds = Cluster.TopicIds.Remove(topic.Id),
            RemovedTopics = Cluster.RemovedTopics.Add(topic.Id, record),
        };
        _removedTopics.Add(topic.Id);
    }

    /// <summary>Changes the partitions of all topics for which there is something to change.</summary>
    public void ChangePartitions(Func<PartitionState, PartitionChange?> choose)
    {
        foreach (var topic in state.Topics)
        {
            ChangePartitions(Find(topic.Id)!, choose);
        }
    }

    public void ChangePartitions(TopicState topic, Func<PartitionState, PartitionChange?> choose)
    {
        ImmutableArray<PartitionState>.Builder? partitions = null;
        PartitionRules? topicRules = null;
        for (var index = 0; index < topic.Partitions.Length; index++)
        {
            if (choose(topic.Partitions[index]) is not { } change)
            {
                continue;
            }

            topicRules ??= RulesOf(topic);
            var next = PartitionTransition.Apply(change, Brokers, topicRules.Value);
            if (!ReferenceEquals(next, change.Current))
            {
                partitions ??= topic.Partitions.ToBuilder();
                partitions[index] = next;
            }
        }

        if (partitions is not null)
        {
            Put(topic with { Partitions = partitions.MoveToImmutable() });
        }
    }

    /// <summary>Changes one partition; the state that it will have.</summary>
    public PartitionState ChangePartition(TopicId topicId, PartitionChange change)
    {
        var topic = Find(topicId)!;
        var next = PartitionTransition.Apply(change, Brokers, RulesOf(topic));
        if (!ReferenceEquals(next, change.Current))
        {
            Put(topic with { Partitions = topic.Partitions.SetItem(next.Index, next) });
        }

        return next;
    }

    public PartitionRules RulesOf(TopicState topic) => new(
        rules.MinInSyncReplicas(topic, Cluster.DefaultConfigs),
        rules.IsUncleanElectionEnabled(topic, Cluster.DefaultConfigs),
        rules.IsWriteCached(topic, Cluster.DefaultConfigs));

    public ControllerDecision<TResponse> Answer<TResponse>(TResponse response) =>
        new(ToRecords(), Result<TResponse>.Ok(response));

    private ImmutableArray<ControllerRecord> ToRecords()
    {
        if (_changedTopics.Count == 0 && ReferenceEquals(Cluster, state.Cluster))
        {
            return [];
        }

        var records = ImmutableArray.CreateBuilder<ControllerRecord>(_changedTopics.Count + _removedTopics.Count + 1);
        var cluster = new ControllerRecord.ClusterChanged(Cluster with { MetadataVersion = NextVersion });
        if (_isClusterFirst)
        {
            records.Add(cluster);
        }

        foreach (var topic in _changedTopics.Values)
        {
            records.Add(new ControllerRecord.TopicChanged(topic));
        }

        if (!_isClusterFirst)
        {
            records.Add(cluster);
        }

        foreach (var id in _removedTopics)
        {
            records.Add(new ControllerRecord.TopicRemoved(id));
        }

        return records.DrainToImmutable();
    }
}
