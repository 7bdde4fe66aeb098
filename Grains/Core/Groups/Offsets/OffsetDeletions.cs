using Cloud.Core.Groups.Classic;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Offsets;

/// <summary>OffsetDelete, version 0: takes back offsets of topics that nobody in the group reads.</summary>
internal static class OffsetDeletions
{
    public static OffsetDeleteResponse Decide(GroupStep step, OffsetDeleteRequest request)
    {
        var error = Validate(step.Store, request.GroupId);
        if (error is not KafkaError.None)
        {
            return new() { Error = error };
        }

        var usage = new SubscribedTopics(step.Store, request.GroupId);
        return new()
        {
            Topics =
            [
                .. request.Topics.Select(topic => new OffsetDeleteResponse.Topic
                {
                    Name = topic.Name,
                    Partitions =
                    [
                        .. topic.Partitions.Select(partition => new OffsetDeleteResponse.Partition
                        {
                            PartitionIndex = partition.PartitionIndex,
                            Error = Delete(step, request.GroupId, new(topic.Name, partition.PartitionIndex), usage),
                        }),
                    ],
                }),
            ],
        };
    }

    private static KafkaError Validate(GroupStore store, string groupId)
    {
        if (!store.Exists(groupId))
        {
            return KafkaError.GroupIdNotFound;
        }

        // What members read that are no consumers cannot be known.
        return store.FindClassic(groupId) is { IsEmpty: false } group
            && group.ProtocolType != ClassicSubscriptions.ConsumerProtocolType
                ? KafkaError.NonEmptyGroup
                : KafkaError.None;
    }

    private static KafkaError Delete(
        GroupStep step, string groupId, TopicPartition partition, SubscribedTopics usage)
    {
        if (usage.Contains(partition.Topic))
        {
            return KafkaError.GroupSubscribedToTopic;
        }

        if (step.Store.OffsetsOf(groupId).Find(partition) is not null)
        {
            step.Write(OffsetCommits.Tombstone(groupId, partition));
        }

        return KafkaError.None;
    }
}
