using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller;

/// <summary>
/// Everything that is committed, with what is needed to find it. Written by <see cref="Replay"/> only; the commands
/// read it.
/// </summary>
internal sealed class ControllerState(ClusterState cluster)
{
    private readonly Dictionary<TopicId, TopicState> _topics = [];
    private readonly Dictionary<string, TopicId> _idsByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _namesByCollisionKey = new(StringComparer.Ordinal);

    public ClusterState Cluster { get; private set; } = cluster;

    public IReadOnlyCollection<TopicState> Topics => _topics.Values;

    public TopicState? Find(TopicId id) => _topics.GetValueOrDefault(id);

    public TopicState? Find(string name) => _idsByName.TryGetValue(name, out var id) ? _topics[id] : null;

    public PartitionState? Find(TopicIdPartition partition)
    {
        var partitions = Find(partition.TopicId)?.Partitions ?? [];
        return partition.Partition >= 0 && partition.Partition < partitions.Length
            ? partitions[partition.Partition]
            : null;
    }

    /// <summary>A topic whose name becomes the same where '.' is written as '_', as in names of metrics.</summary>
    public string? FindCollision(string name) => _namesByCollisionKey.GetValueOrDefault(TopicName.CollisionKey(name));

    public void Replay(ControllerRecord record)
    {
        switch (record)
        {
            case ControllerRecord.TopicChanged changed:
                Put(changed.Topic);
                break;
            case ControllerRecord.TopicRemoved removed:
                Remove(removed.Id);
                break;
            case ControllerRecord.ClusterChanged changed:
                Invariant.Holds(changed.Cluster.MetadataVersion > Cluster.MetadataVersion);
                Invariant.Holds(changed.Cluster.LastBrokerEpoch >= Cluster.LastBrokerEpoch);
                Invariant.Holds(changed.Cluster.NextProducerId.Value >= Cluster.NextProducerId.Value);
                Cluster = changed.Cluster;
                break;
        }
    }

    private void Put(TopicState topic)
    {
        var before = Find(topic.Id);
        for (var index = 0; index < topic.Partitions.Length; index++)
        {
            var partition = topic.Partitions[index];
            if (before is not null
                && index < before.Partitions.Length
                && ReferenceEquals(before.Partitions[index], partition))
            {
                // Checked when it came. Most decisions change few of a topic's partitions.
                continue;
            }

            Invariant.Holds(partition.Index == index);
            PartitionInvariants.Check(partition);
            if (before is not null && index < before.Partitions.Length)
            {
                PartitionInvariants.CheckSuccession(before.Partitions[index], partition);
            }
        }

        Invariant.Holds(before is null || before.Name == topic.Name);
        Invariant.Holds(before is not null || !_idsByName.ContainsKey(topic.Name));
        _topics[topic.Id] = topic;
        _idsByName[topic.Name] = topic.Id;
        if (TopicName.MayCollide(topic.Name))
        {
            _namesByCollisionKey[TopicName.CollisionKey(topic.Name)] = topic.Name;
        }
    }

    private void Remove(TopicId id)
    {
        if (_topics.Remove(id, out var topic))
        {
            _idsByName.Remove(topic.Name);
            if (TopicName.MayCollide(topic.Name))
            {
                _namesByCollisionKey.Remove(TopicName.CollisionKey(topic.Name));
            }
        }
    }
}
