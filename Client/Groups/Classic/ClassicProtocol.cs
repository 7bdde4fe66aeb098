using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Assignors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>
/// What members of a classic group tell each other through the coordinator, which does not look into it.
/// </summary>
internal static class ClassicProtocol
{
    public const string ProtocolType = "consumer";

    private const short Version = 3;

    /// <summary>What a member tells the leader.</summary>
    public static byte[] WriteSubscription(
        string assignor,
        IReadOnlyCollection<string> topics,
        IReadOnlyCollection<TopicPartition> owned,
        IReadOnlyCollection<TopicPartition> last,
        int generation,
        string rack)
    {
        byte[]? userData = assignor == Assignor.Sticky.Name && last.Count > 0 ? StickyUserData.Write(last, generation)
            : assignor == Assignor.CooperativeSticky.Name && generation >= 0 ? StickyUserData.Write(generation)
            : null;
        var subscription = new ConsumerProtocolSubscription
        {
            Topics = [.. topics.Order(StringComparer.Ordinal)],
            UserData = userData is null ? (ReadOnlyMemory<byte>?)null : userData,
            OwnedPartitions =
            [
                .. owned.GroupBy(partition => partition.Topic, partition => partition.Partition)
                    .Select(topic => new ConsumerProtocolSubscription.TopicPartition
                    {
                        Topic = topic.Key,
                        Partitions = [.. topic],
                    }),
            ],
            GenerationId = generation,
            RackId = rack.Length > 0 ? rack : null,
        };
        return VersionedMessages.Write(subscription, Version);
    }

    /// <summary>What the leader tells a member; null when it is no assignment.</summary>
    public static IReadOnlyCollection<TopicPartition>? ReadAssignment(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return [];
        }

        return VersionedMessages.TryRead<ConsumerProtocolAssignment>(bytes, Version, out var assignment, out _)
            ? [.. assignment.AssignedPartitions
                .SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition)))]
            : null;
    }

    /// <summary>A member as the leader sees it; one whose subscription cannot be read wants nothing.</summary>
    public static AssignorMember ReadMember(JoinGroupResponse.Member member, string assignor)
    {
        if (!VersionedMessages.TryRead<ConsumerProtocolSubscription>(member.Metadata, Version, out var told, out _))
        {
            return new(member.MemberId) { InstanceId = member.GroupInstanceId };
        }

        IReadOnlyCollection<TopicPartition> owned = [.. told.OwnedPartitions
            .SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition)))];
        var generation = told.GenerationId;
        if (assignor == Assignor.Sticky.Name && told.UserData is { } userData)
        {
            (owned, generation) = StickyUserData.Read(userData.Span);
        }

        return new(member.MemberId)
        {
            InstanceId = member.GroupInstanceId,
            RackId = told.RackId,
            Topics = told.Topics,
            Owned = owned,
            Generation = generation,
        };
    }

    /// <summary>What each member is told.</summary>
    public static ImmutableArray<SyncGroupRequest.RequestAssignment> WriteAssignments(GroupAssignment assignment) =>
    [
        .. assignment.MemberIds.Select(memberId => new SyncGroupRequest.RequestAssignment
        {
            MemberId = memberId,
            Assignment = WriteAssignment(assignment[memberId]),
        }),
    ];

    private static byte[] WriteAssignment(IReadOnlyCollection<TopicPartition> partitions)
    {
        var assignment = new ConsumerProtocolAssignment
        {
            AssignedPartitions =
            [
                .. partitions.GroupBy(partition => partition.Topic, partition => partition.Partition)
                    .Select(topic => new ConsumerProtocolAssignment.TopicPartition
                    {
                        Topic = topic.Key,
                        Partitions = [.. topic],
                    }),
            ],
        };
        return VersionedMessages.Write(assignment, Version);
    }
}
