using Cloud.Core.Groups.Coordinator;
using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Grains.Interfaces.Groups;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Grains.Groups;

/// <summary>Where groups are coordinated, as this broker's metadata says. Any thread.</summary>
internal sealed class GroupPlaces(IGrainFactory grains, BrokerRuntime broker, BrokerSettings settings)
{
    public CoordinatorPlace Find(string groupId)
    {
        if (broker.Member.Image.Find(TopicName.ConsumerOffsets) is not { } topic)
        {
            return CoordinatorPlace.Missing("The topic that groups are kept in is not there yet.");
        }

        var partition = topic.Partitions[CoordinatorPartition.Of(groupId, topic.Partitions.Length)];
        return partition.HasLeader
            ? CoordinatorPlace.At(partition.Leader.Value)
            : CoordinatorPlace.Missing("The partition that the group is kept in has no leader.");
    }

    /// <summary>The same; where there is no topic for groups, it is made.</summary>
    public async Task<CoordinatorPlace> FindOrCreate(string groupId)
    {
        var image = broker.Member.Image;
        return image.Find(TopicName.ConsumerOffsets) is null && await Create(image.Brokers.Count) is { } failure
            ? failure
            : Find(groupId);
    }

    private async Task<CoordinatorPlace?> Create(int brokerCount)
    {
        try
        {
            var answer = await grains.GetGrain<IClusterAdminGrain>(0)
                .CreateTopic(settings.OffsetsTopic.ToNewTopic(brokerCount));
            return answer.Error is KafkaError.None or KafkaError.TopicAlreadyExists
                ? null
                : CoordinatorPlace.Missing($"The topic that groups are kept in cannot be made: {answer.Message}");
        }
        catch (Exception error) when (Unanswered.Is(error))
        {
            return CoordinatorPlace.Missing("The controller does not answer.");
        }
    }
}
