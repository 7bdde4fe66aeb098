using System.Collections.Immutable;
using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Topics;

/// <summary>The first state of a partition: all brokers that serve are in sync, with nothing to copy yet.</summary>
internal static class NewPartition
{
    public static PartitionState Of(int index, ImmutableArray<BrokerId> replicas, BrokerView brokers)
    {
        var isr = replicas.RemoveAll(replica => !brokers.IsActive(replica));
        Invariant.Holds(!isr.IsEmpty);
        return new(
            index,
            replicas,
            Leader: isr[0],
            new LeaderEpoch(0),
            new PartitionEpoch(0),
            isr,
            Elr: [],
            LastKnownLeader: BrokerId.None,
            IsRecovering: false,
            AddingReplicas: [],
            RemovingReplicas: []);
    }
}
