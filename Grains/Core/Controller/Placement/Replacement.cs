using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Placement;

/// <summary>Finds who takes the place of a broker: on a rack of its own if possible, then the least loaded.</summary>
internal sealed class Replacement(ClusterState cluster, BrokerLoads loads, Random random)
{
    private readonly Dictionary<BrokerId, int> _taken = [];

    /// <summary>Null when every broker that serves holds a replica already.</summary>
    public BrokerId? For(BrokerId leaving, ImmutableArray<BrokerId> replicas)
    {
        var racks = replicas
            .Where(replica => replica != leaving)
            .Select(replica => cluster.Brokers.GetValueOrDefault(replica.Value)?.Rack)
            .ToList();
        var best = cluster.Brokers.Values
            .Where(broker => broker is { Condition: BrokerConditionKind.Active, IsDraining: false })
            .Where(broker => !replicas.Contains(broker.Id))
            .MinBy(broker => (
                broker.Rack is null ? 0 : racks.Count(rack => rack == broker.Rack),
                loads.ReplicaCountOf(broker.Id) + _taken.GetValueOrDefault(broker.Id),
                random.Next()));
        if (best is null)
        {
            return null;
        }

        _taken[best.Id] = _taken.GetValueOrDefault(best.Id) + 1;
        return best.Id;
    }
}
