using Cloud.Protocol;

namespace Cloud.Core.Controller.Brokers;

/// <summary>How much a broker holds.</summary>
public readonly record struct BrokerLoad(int ReplicaCount, int LeaderCount)
{
    internal static BrokerLoad Of(BrokerId broker, ControllerState state)
    {
        var (replicas, leaders) = (0, 0);
        foreach (var topic in state.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                replicas += partition.Replicas.Contains(broker) ? 1 : 0;
                leaders += partition.Leader == broker ? 1 : 0;
            }
        }

        return new(replicas, leaders);
    }
}
