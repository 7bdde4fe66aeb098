using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Faults;

/// <summary>
/// Waits for a replica to join an ISR, or to leave it, and strikes that very moment: who has just joined must have all
/// that is committed, whoever knows of it; and what is committed without who has left is lost by nobody. Armed for one
/// catch at a time.
/// </summary>
internal sealed class IsrTraps(SimulatedCluster cluster)
{
    private readonly Dictionary<TopicIdPartition, PartitionState> _last = [];
    private readonly DiskTrouble _disks = new(cluster);
    private FaultKind? _armed;

    private World World => cluster.World;

    public void Watch() => cluster.Store.Stored += Look;

    public void Arm(FaultKind kind) => _armed = kind;

    public void Disarm() => _armed = null;

    private void Look(TopicState topic)
    {
        if (_armed is FaultKind.KillController && cluster.Seat.Current is { } controller)
        {
            // The topic is stored, the cluster is not: the decision was half done.
            _armed = null;
            World.Note($"the controller dies on b{controller.Home.Id}");
            KillAll([controller.Home.Id]);
        }

        foreach (var state in topic.Partitions)
        {
            var partition = new TopicIdPartition(topic.Id, state.Index);
            var before = _last.GetValueOrDefault(partition);
            _last[partition] = state;
            if (before is not null && before.LeaderEpoch == state.LeaderEpoch && state.HasLeader)
            {
                Compare(before, state);
            }
        }
    }

    private void Compare(PartitionState before, PartitionState state)
    {
        var joined = state.Isr.RemoveRange(before.Isr);
        var left = before.Isr.RemoveRange(state.Isr);
        if (_armed is FaultKind.KillAfterLeave && left.Length == 1 && state.Isr.Length > 1)
        {
            _armed = null;
            StrikeLeader(state, left[0]);
        }
        else if (_armed is FaultKind.KillAfterJoin or FaultKind.HideJoin or FaultKind.FailAfterJoin
            && joined.Length == 1)
        {
            var kind = _armed.Value;
            _armed = null;
            Strike(kind, state, joined[0]);
        }
    }

    // The leader commits what waited for who has left, and nobody hears of it: the next one knows only the old high
    // watermark. Then who has left joins again.
    private void StrikeLeader(PartitionState state, BrokerId left)
    {
        World.Note($"b{left} has left {string.Join(',', state.Isr)}: leader {state.Leader} is struck");
        cluster.KeepReplicasOff(state.Leader);
        World.At(World.Between(10, 80), () =>
        {
            KillAll([state.Leader]);
            cluster.MendReplicas(state.Leader);
            _armed = FaultKind.KillAfterJoin;
        });
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

        if (kind is FaultKind.FailAfterJoin)
        {
            FailUnaware(joined, others);
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

    // Its log fails before it hears that it counts. What it has must not be thrown away: it may be the next to lead.
    private void FailUnaware(BrokerId joined, IEnumerable<BrokerId> others)
    {
        cluster.KeepUninformed(joined);
        _disks.Fail(cluster.BrokerOf(joined));
        World.At(World.Between(300, 1200), () =>
        {
            KillAll(others);
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
