using Cloud.Core.Controller;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Unit.Controller;

/// <summary>
/// Plays the replicas: leaders commit whenever they may, disks forget. Then no clean election may bring a leader that
/// misses what was committed. This is what ISR and ELR are for.
/// </summary>
internal sealed class CommittedRecords
{
    private readonly Dictionary<TopicIdPartition, int> _committed = [];
    private readonly Dictionary<(TopicIdPartition Partition, BrokerId Broker), int> _held = [];
    private readonly Dictionary<TopicIdPartition, LeaderEpoch> _epochs = [];

    public void DiskIsLost(BrokerId broker) => Forget(broker, static _ => true);

    /// <summary>What topics with <c>write.caching</c> had.</summary>
    public void CacheIsLost(BrokerId broker, ControllerMachine machine) => Forget(
        broker,
        partition => machine.FindTopic(partition.TopicId) is { } topic
            && TestCluster.Rules.IsWriteCached(topic, machine.Cluster.DefaultConfigs));

    private void Forget(BrokerId broker, Func<TopicIdPartition, bool> isLost)
    {
        foreach (var key in _held.Keys.Where(key => key.Broker == broker && isLost(key.Partition)).ToList())
        {
            _held.Remove(key);
        }
    }

    /// <summary>A leader proposes only those who have everything, and counts them from then on.</summary>
    public void AreCaughtUp(AlterPartition proposal)
    {
        foreach (var member in proposal.NewIsr)
        {
            _held[(proposal.Partition, member.Broker)] = _committed.GetValueOrDefault(proposal.Partition);
        }
    }

    public void Step(ControllerMachine machine)
    {
        foreach (var topic in machine.Topics)
        {
            var minimum = TestCluster.Rules.MinInSyncReplicas(topic, machine.Cluster.DefaultConfigs);
            foreach (var partition in topic.Partitions.Where(partition => partition.HasLeader))
            {
                Step(new(topic.Id, partition.Index), partition, minimum);
            }
        }
    }

    private void Step(TopicIdPartition id, PartitionState partition, int minimum)
    {
        var held = _held.GetValueOrDefault((id, partition.Leader));
        var committed = _committed.GetValueOrDefault(id);
        if (_epochs.GetValueOrDefault(id, LeaderEpoch.None) != partition.LeaderEpoch)
        {
            _epochs[id] = partition.LeaderEpoch;
            Assert.True(held == committed || partition.IsRecovering, $"{id}: the leader misses committed records.");
            committed = held;
        }

        // Nothing moves while somebody is eligible outside of the ISR.
        if (partition.Elr.IsEmpty && partition.Isr.Length >= Math.Min(minimum, partition.Replicas.Length))
        {
            committed++;
        }

        _committed[id] = committed;
        foreach (var member in partition.Isr)
        {
            _held[(id, member)] = committed;
        }
    }
}
