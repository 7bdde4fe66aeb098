using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Faults;

/// <summary>
/// Waits for a replica to join an ISR and strikes that very moment: who has just joined must have all that is
/// committed, whoever knows of it. Armed for one catch at a time.
/// </summary>
internal sealed class JoinTraps(SimulatedCluster cluster)
{
    private readonly Dictionary<TopicIdPartition, PartitionState> _last = [];
    private FaultKind? _armed;

    private World World => cluster.World;

    public void Watch() => cluster.Store.Stored += Look;

    public void Arm(FaultKind kind) => _armed = kind;

    public void Disarm() => _armed = null;

    private void Look(TopicState topic)
    {
        foreach (var state in topic.Partitions)
        {
            var partition = new TopicIdPartition(topic.Id, state.Index);
            var before = _last.GetValueOrDefault(partition);
            _last[partition] = state;
            if (before is not null && before.LeaderEpoch == state.LeaderEpoch && state.HasLeader)
            {
                var joined = state.Isr.RemoveRange(before.Isr);
                if (joined.Length == 1 && _armed is { } kind)
                {
                    _armed = null;
                    Strike(kind, state, joined[0]);
                }
            }
        }
    }

    private void Strike(FaultKind kind, PartitionState state, BrokerId joined)
    {
        World.Note($"b{joined} has joined {string.Join(',', state.Isr)}: {kind}");
        var others = state.Isr.Remove(joined);
        if (kind is FaultKind.KillAfterJoin)
        {
            World.At(World.Chance(0.6) ? TimeSpan.Zero : World.Between(0, 40), () => KillAll(others));
            return;
        }

        // The leader does not hear of it, and cannot reach who joined. It must not go on without it.
        cluster.KeepUninformed(state.Leader);
        cluster.KeepReplicasOff(joined);
        World.At(World.Between(700, 1600), () =>
        {
            KillAll(others);
            cluster.MendReplicas(state.Leader);
            cluster.MendReplicas(joined);
        });
    }

    private void KillAll(IEnumerable<BrokerId> brokers)
    {
        foreach (var id in brokers)
        {
            var broker = cluster.BrokerOf(id);
            broker.Kill(isPowerCut: World.Chance(0.3));
            World.At(World.Between(900, 2500), broker.Start);
        }
    }
}
