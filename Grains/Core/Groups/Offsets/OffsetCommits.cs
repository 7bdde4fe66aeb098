using Cloud.Core.Groups.Classic;
using Cloud.Core.Groups.Consumers;
using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Offsets;

/// <summary>OffsetCommit, versions 2 to 9: stores resume positions, of a member whose time is not over.</summary>
internal static class OffsetCommits
{
    // Older clients would not know what a missing group means.
    private const short GroupIdNotFoundVersion = 9;

    public static OffsetCommitResponse Decide(GroupStep step, OffsetCommitRequest request, RequestContext context)
    {
        var error = step.Options.Rules.Commit(Validate(step, request, context.ApiVersion));
        return new()
        {
            Topics =
            [
                .. request.Topics.Select(topic => new OffsetCommitResponse.Topic
                {
                    Name = topic.Name,
                    Partitions =
                    [
                        .. topic.Partitions.Select(partition => new OffsetCommitResponse.Partition
                        {
                            PartitionIndex = partition.PartitionIndex,
                            Error = error is KafkaError.None ? Commit(step, request, topic.Name, partition) : error,
                        }),
                    ],
                }),
            ],
        };
    }

    public static GroupRecord Tombstone(string groupId, TopicPartition partition) =>
        new(Key(groupId, partition), null);

    private static KafkaError Validate(GroupStep step, OffsetCommitRequest request, short version)
    {
        var epoch = request.GenerationIdOrMemberEpoch;
        if (step.Store.FindConsumer(request.GroupId) is { } consumers)
        {
            return ConsumerOffsetRules.ValidateCommit(
                consumers, request.MemberId, epoch, version, isTransactional: false);
        }

        if (step.Store.FindClassic(request.GroupId) is not { } group)
        {
            // From outside of groups anybody may commit; the first such commit makes a simple group.
            return epoch < 0 ? KafkaError.None
                : version >= GroupIdNotFoundVersion ? KafkaError.GroupIdNotFound
                : KafkaError.IllegalGeneration;
        }

        var error = ClassicOffsetRules.ValidateCommit(
            group, request.MemberId, request.GroupInstanceId, epoch, isTransactional: false);
        if (error is KafkaError.None)
        {
            // Whoever commits lives.
            group.Find(request.MemberId)?.Touch(step.Now);
        }

        return error;
    }

    private static KafkaError Commit(
        GroupStep step, OffsetCommitRequest request, string topic, OffsetCommitRequest.Partition partition)
    {
        if (partition.CommittedMetadata is { } metadata && metadata.Length > step.Options.OffsetMetadataMax)
        {
            return KafkaError.OffsetMetadataTooLarge;
        }

        if (step.Topics.Find(topic) is not { } known
            || partition.PartitionIndex < 0
            || partition.PartitionIndex >= known.PartitionCount)
        {
            return KafkaError.UnknownTopicOrPartition;
        }

        var retention = request.RetentionTimeMilliseconds;
        step.Write(new(
            Key(request.GroupId, new(topic, partition.PartitionIndex)),
            new OffsetCommitValue
            {
                Offset = partition.CommittedOffset,
                LeaderEpoch = partition.CommittedLeaderEpoch,
                Metadata = partition.CommittedMetadata ?? "",
                CommitTimestamp = step.Now,
                ExpireTimestamp = retention < 0 ? Instant.None : step.Now.Plus(TimeSpan.FromMilliseconds(retention)),
            }));
        return KafkaError.None;
    }

    private static OffsetCommitKey Key(string groupId, TopicPartition partition) =>
        new() { Group = groupId, Topic = partition.Topic, Partition = partition.Partition };
}
