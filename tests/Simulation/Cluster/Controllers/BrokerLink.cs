using Cloud.Core.Controller.Hosting;
using Cloud.Core.Controller.Messages;
using Cloud.Protocol;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Controllers;

/// <summary>How a controller reaches brokers over the simulated network.</summary>
internal sealed class BrokerLink(SimulatedCluster cluster, SimulatedProcess process) : IBrokerLink
{
    public Task<long> Apply(BrokerId broker, BrokerEpoch epoch, MetadataDelta delta)
    {
        var target = cluster.BrokerOf(broker);
        return cluster.Network.Call(
            process, target.Name, () => target.Current, instance => instance.Apply(epoch, delta), mayRepeat: true);
    }
}
