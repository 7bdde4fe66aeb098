using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>Reads what consumers of a classic group have told each other through their coordinator.</summary>
internal static class ClassicMembers
{
    private const short VersionMax = 3;

    /// <summary>Empty where there is none yet, or it cannot be read: members may speak what they like.</summary>
    public static IReadOnlyList<TopicPartition> AssignmentOf(ReadOnlyMemory<byte> bytes) =>
        !bytes.IsEmpty
        && VersionedMessages.TryRead<ConsumerProtocolAssignment>(bytes, VersionMax, out var assignment, out _)
            ?
            [
                .. from topic in assignment.AssignedPartitions
                   orderby topic.Topic
                   from partition in topic.Partitions.Order()
                   select new TopicPartition(topic.Topic, partition),
            ]
            : [];

    public static IReadOnlyList<string> SubscriptionOf(ReadOnlyMemory<byte> bytes) =>
        !bytes.IsEmpty
        && VersionedMessages.TryRead<ConsumerProtocolSubscription>(bytes, VersionMax, out var subscription, out _)
            ? subscription.Topics
            : [];
}
