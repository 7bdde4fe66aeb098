using Cloud.Core.Controller;
using Cloud.Core.Controller.Messages;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Brokers;

/// <summary>How a broker reaches whoever is the controller, or thinks so.</summary>
internal sealed class ControllerLink(SimulatedCluster cluster, SimulatedProcess process) : IControllerLink
{
    public async Task<AlterPartitionReply> AlterPartition(AlterPartition proposal)
    {
        var result = await cluster.AskController(
            process,
            controller => controller.Host.Decide(machine => machine.AlterPartition(proposal)),
            mayRepeat: true);
        return cluster.IsUninformed(proposal.Leader)
            ? throw new TimeoutException("the controller's answer is lost")
            : result.Value;
    }
}
