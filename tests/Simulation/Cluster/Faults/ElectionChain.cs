using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Brokers;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Faults;

/// <summary>
/// Two elections in a row with different tails (KIP-101, KIP-279): a member that has missed the end of the log leads
/// for a moment, reaching nobody, and dies with records that nobody else has; another goes on with the tail it missed.
/// </summary>
internal sealed class ElectionChain(SimulatedCluster cluster)
{
    private const int GivenUpMilliseconds = 3000;

    private TopicIdPartition _partition;
    private SimulatedBroker? _interim;

    private World World => cluster.World;

    public void Watch() => cluster.Store.Stored += Look;

    /// <summary>False when there is no partition to do it to.</summary>
    public bool TryStart()
    {
        var candidates = cluster.Topics
            .SelectMany(topic => topic.Partitions.Select(state => (Topic: topic.Id, State: state)))
            .Where(entry => entry.State is { HasLeader: true, Isr.Length: >= 3 })
            .ToList();
        if (_interim is not null || candidates.Count == 0)
        {
            return false;
        }

        var (topic, chosen) = candidates[World.Random.Next(candidates.Count)];
        _partition = new(topic, chosen.Index);
        var leader = cluster.BrokerOf(chosen.Leader);
        var next = chosen.Replicas.First(replica => replica != chosen.Leader && chosen.Isr.Contains(replica));
        _interim = cluster.BrokerOf(next);
        World.Note($"{_interim.Name} is to lead for a moment after {leader.Name}");
        cluster.KeepReplicasOff(next);
        World.At(World.Between(100, 500), () => leader.Kill(isPowerCut: World.Chance(0.3)));
        World.At(World.Between(GivenUpMilliseconds / 2, GivenUpMilliseconds), leader.Start);
        World.At(World.Between(GivenUpMilliseconds, GivenUpMilliseconds + 500), End);
        return true;
    }

    private void Look(TopicState topic)
    {
        if (_interim is { } interim
            && topic.Id == _partition.TopicId
            && topic.Partitions[_partition.Partition].Leader == interim.Id)
        {
            _interim = null;
            World.At(World.Between(100, 500), () =>
            {
                interim.Kill(isPowerCut: World.Chance(0.3));
                cluster.MendReplicas(interim.Id);
                World.At(World.Between(900, 2500), interim.Start);
            });
        }
    }

    private void End()
    {
        if (_interim is { } interim)
        {
            cluster.MendReplicas(interim.Id);
            _interim = null;
        }
    }
}
