using Cloud.Core.Controller;
using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Messages;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Simulation.Cluster.Controllers;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Brokers;

/// <summary>How a broker reaches whoever is the controller, or thinks so.</summary>
internal sealed class ControllerLink(SimulatedCluster cluster, SimulatedProcess process) : IBrokerController
{
    public async Task<AlterPartitionReply> AlterPartition(AlterPartition proposal)
    {
        var reply = await Ask(controller => controller.Host.AlterPartition(proposal), mayRepeat: true);
        return cluster.IsUninformed(proposal.Leader)
            ? throw new ControllerUnavailableException("the controller's answer is lost")
            : reply;
    }

    public async Task<Result<RegisteredBroker>> Register(RegisterBroker command)
    {
        var result = await Decide(machine => machine.RegisterBroker(command));
        if (result.IsOk)
        {
            cluster.Checks.Promises.Registered(command.Broker.Value, result.Value.Epoch);
            var start = command.IsUncleanStart ? ", unclean" : "";
            cluster.World.Note($"b{command.Broker} is registered as {result.Value.Epoch}{start}");
        }

        return result;
    }

    public Task<Result<int>> ShutDown(BrokerId broker, BrokerEpoch epoch) =>
        Decide(machine => machine.ShutDownBroker(broker, epoch));

    public Task<Result<bool>> ReplicaTroubled(ReplicaTrouble report) =>
        Decide(machine => machine.ReplicaTroubled(report), mayRepeat: true);

    public Task<Result<bool>> LogsDeleted(
        BrokerId broker, BrokerEpoch epoch, IReadOnlyList<TopicId> topics, long knownMetadataVersion) =>
        Decide(machine => machine.LogsDeleted(broker, epoch, topics, knownMetadataVersion), mayRepeat: true);

    private Task<Result<T>> Decide<T>(Func<ControllerMachine, ControllerDecision<T>> command, bool mayRepeat = false) =>
        Ask(controller => controller.Host.Decide(command), mayRepeat);

    private async Task<T> Ask<T>(Func<ControllerInstance, Task<T>> ask, bool mayRepeat)
    {
        try
        {
            return await cluster.AskController(process, ask, mayRepeat);
        }
        catch (Exception error) when (SimulatedCluster.IsUnanswered(error))
        {
            throw new ControllerUnavailableException("the controller did not answer", error);
        }
    }
}
