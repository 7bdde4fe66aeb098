using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Unit.Groups.Consumers;

/// <summary>A member of a KIP-848 group as a client keeps it: its epoch and what it owns.</summary>
internal sealed class ConsumerStory(GroupFixture group, string memberId, string? instanceId = null)
{
    public string MemberId => memberId;

    public int Epoch { get; set; }

    public List<(TopicId Topic, int Partition)> Owned { get; private set; } = [];

    public string? Assignor { get; init; }

    public string? Regex { get; init; }

    public string[] Topics { get; init; } = ["orders"];

    public string Partitions => string.Join(' ', Owned.Select(owned => owned.Partition).Order());

    public ConsumerGroupHeartbeatResponse Join(short version = 1)
    {
        Epoch = 0;
        Owned = [];
        return Take(group.Ask<ConsumerGroupHeartbeatResponse>(
            new ConsumerGroupHeartbeatRequest
            {
                GroupId = GroupFixture.Group,
                MemberId = memberId,
                InstanceId = instanceId,
                MemberEpoch = 0,
                RebalanceTimeout = TimeSpan.FromSeconds(60),
                SubscribedTopicNames = [.. Topics],
                SubscribedTopicRegex = Regex,
                ServerAssignor = Assignor,
                TopicPartitions = ImmutableArray<ConsumerGroupHeartbeatRequest.TopicPartitionList>.Empty,
            },
            version));
    }

    /// <summary>Says nothing but that it lives.</summary>
    public ConsumerGroupHeartbeatResponse Beat() => Take(Heartbeat(topics: null));

    /// <summary>Says what it owns, too.</summary>
    public ConsumerGroupHeartbeatResponse Acknowledge() => Take(Heartbeat(OwnedTopics()));

    public ConsumerGroupHeartbeatResponse Subscribe(params string[] topics) => Take(Heartbeat(null, topics));

    public KafkaError Leave(int epoch = -1)
    {
        var answer = group.Ask<ConsumerGroupHeartbeatResponse>(
            new ConsumerGroupHeartbeatRequest
            {
                GroupId = GroupFixture.Group,
                MemberId = memberId,
                InstanceId = instanceId,
                MemberEpoch = epoch,
            },
            version: 1);
        return answer.Error;
    }

    public KafkaError Commit(long offset, int partition) => group.Ask<OffsetCommitResponse>(
        GroupFixture.Commit(memberId, Epoch, offset, partition)).Topics[0].Partitions[0].Error;

    private ConsumerGroupHeartbeatResponse Heartbeat(
        ImmutableArray<ConsumerGroupHeartbeatRequest.TopicPartitionList>? topics, string[]? subscription = null) =>
        group.Ask<ConsumerGroupHeartbeatResponse>(
            new ConsumerGroupHeartbeatRequest
            {
                GroupId = GroupFixture.Group,
                MemberId = memberId,
                InstanceId = instanceId,
                MemberEpoch = Epoch,
                SubscribedTopicNames = subscription?.ToImmutableArray(),
                TopicPartitions = topics,
            },
            version: 1);

    private ImmutableArray<ConsumerGroupHeartbeatRequest.TopicPartitionList> OwnedTopics() =>
    [
        .. Owned.GroupBy(owned => owned.Topic).Select(topic => new ConsumerGroupHeartbeatRequest.TopicPartitionList
        {
            TopicId = topic.Key,
            Partitions = [.. topic.Select(owned => owned.Partition)],
        }),
    ];

    private ConsumerGroupHeartbeatResponse Take(ConsumerGroupHeartbeatResponse answer)
    {
        if (answer.Error is not KafkaError.None)
        {
            return answer;
        }

        Epoch = answer.MemberEpoch;
        if (answer.Assignment is { } assignment)
        {
            Owned = [.. assignment.TopicPartitions.SelectMany(topic =>
                topic.Partitions.Select(partition => (topic.TopicId, partition)))];
        }

        return answer;
    }
}
