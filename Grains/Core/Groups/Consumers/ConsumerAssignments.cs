using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Consumers;

/// <summary>Assignments as consumers of the classic protocol read them: by the names of topics.</summary>
internal static class ConsumerAssignments
{
    // What every consumer reads. Later versions added nothing to assignments.
    private const short Version = 0;
    private const short VersionMax = 3;

    public static byte[] Write(PartitionSet assigned, TopicCatalog topics) => VersionedMessages.Write(
        new ConsumerProtocolAssignment
        {
            AssignedPartitions =
            [
                .. assigned
                    .ByTopic((topic, partitions) => (Topic: topics.Find(topic), Partitions: partitions))
                    .Where(topic => topic.Topic is not null)
                    .Select(topic => new ConsumerProtocolAssignment.TopicPartition
                    {
                        Topic = topic.Topic!.Name,
                        Partitions = topic.Partitions,
                    }),
            ],
        },
        Version);

    /// <summary>Topics that are gone are left out, as is everything in bytes that are no assignment.</summary>
    public static PartitionSet Read(ReadOnlyMemory<byte> bytes, TopicCatalog topics) =>
        VersionedMessages.TryRead<ConsumerProtocolAssignment>(bytes, VersionMax, out var assignment, out _)
            ? PartitionSet.Of(assignment.AssignedPartitions.SelectMany(topic =>
                Of(topic.Topic, topic.Partitions, topics)))
            : PartitionSet.Empty;

    /// <summary>What a consumer says it has when it joins: eager ones nothing.</summary>
    public static PartitionSet OwnedBy(ConsumerProtocolSubscription subscription, TopicCatalog topics) =>
        PartitionSet.Of(subscription.OwnedPartitions.SelectMany(topic => Of(topic.Topic, topic.Partitions, topics)));

    private static IEnumerable<TopicIdPartition> Of(string name, IEnumerable<int> partitions, TopicCatalog topics) =>
        topics.Find(name) is { } topic
            ? partitions.Select(partition => new TopicIdPartition(topic.Id, partition))
            : [];
}
