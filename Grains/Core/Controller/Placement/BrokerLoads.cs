using Cloud.Protocol;

namespace Cloud.Core.Controller.Placement;

/// <summary>How many replicas each broker holds.</summary>
internal sealed class BrokerLoads
{
    private readonly Dictionary<BrokerId, int> _replicaCounts = [];

    public static BrokerLoads Of(ControllerState state)
    {
        var loads = new BrokerLoads();
        foreach (var topic in state.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                foreach (var replica in partition.Replicas)
                {
                    loads._replicaCounts[replica] = loads.ReplicaCountOf(replica) + 1;
                }
            }
        }

        return loads;
    }

    public int ReplicaCountOf(BrokerId broker) => _replicaCounts.GetValueOrDefault(broker);
}
