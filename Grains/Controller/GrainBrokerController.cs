using Cloud.Core.Controller;
using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Messages;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Metadata;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Grains.Controller;

/// <summary>How a broker reaches the controller: by calls of its grain.</summary>
internal sealed class GrainBrokerController(IGrainFactory grains, IClusterMembershipService membership)
    : IBrokerController
{
    private readonly IControllerGrain _controller = grains.GetGrain<IControllerGrain>(0);

    public async Task<Result<RegisteredBroker>> Register(RegisterBroker command)
    {
        var registration = new BrokerRegistration(
            command.ClusterId,
            command.Broker.Value,
            command.DirectoryId.Value,
            command.Rack,
            [.. command.Listeners.Select(listener => new BrokerEndpoint(listener.Name, listener.Host, listener.Port))],
            command.IsUncleanStart,
            command.KnownMetadataVersion,
            membership.CurrentSnapshot.Version);
        var answer = await Ask(() => _controller.RegisterBroker(registration));
        return answer.Error is KafkaError.None
            ? Result<RegisteredBroker>.Ok(new(new BrokerEpoch(answer.BrokerEpoch), answer.MetadataVersion))
            : Result<RegisteredBroker>.Failed(answer.Error, answer.Message);
    }

    public async Task<Result<int>> ShutDown(BrokerId broker, BrokerEpoch epoch)
    {
        var answer = await Ask(() => _controller.ShutDownBroker(broker.Value, epoch.Value));
        return answer.Error is KafkaError.None
            ? Result<int>.Ok(answer.LedPartitions)
            : Result<int>.Failed(answer.Error, answer.Message);
    }

    public async Task<Result<bool>> LogsDeleted(
        BrokerId broker, BrokerEpoch epoch, IReadOnlyList<TopicId> topics, long knownMetadataVersion)
    {
        var answer = await Ask(() => _controller.LogsDeleted(
            broker.Value, epoch.Value, [.. topics.Select(topic => topic.Value)], knownMetadataVersion));
        return ToResult(answer);
    }

    public async Task<Result<bool>> ReplicaTroubled(ReplicaTrouble report)
    {
        var answer = await Ask(() => _controller.ReplicaTroubled(new(
            report.Partition.TopicId.Value,
            report.Partition.Partition,
            report.Broker.Value,
            report.BrokerEpoch.Value,
            report.LeaderEpoch.Value,
            report.IsLogFailed)));
        return ToResult(answer);
    }

    public async Task<AlterPartitionReply> AlterPartition(AlterPartition proposal)
    {
        var answer = await Ask(() => _controller.AlterPartition(new IsrProposal(
            proposal.Partition.TopicId.Value,
            proposal.Partition.Partition,
            proposal.Leader.Value,
            proposal.LeaderBrokerEpoch.Value,
            proposal.LeaderEpoch.Value,
            proposal.PartitionEpoch.Value,
            [.. proposal.NewIsr.Select(member => new IsrMemberEpoch(member.Broker.Value, member.Epoch.Value))],
            proposal.IsRecovered)));
        return new((AlterPartitionOutcome)answer.Verdict, answer.Committed?.ToState());
    }

    private static Result<bool> ToResult(ControllerAnswer answer) => answer.Error is KafkaError.None
        ? Result<bool>.Ok(true)
        : Result<bool>.Failed(answer.Error, answer.Message);

    private static async Task<T> Ask<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception error) when (Unanswered.Is(error))
        {
            throw new ControllerUnavailableException($"The controller did not answer: {error.Message}", error);
        }
    }
}
