using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// Writes and reads OffsetFetch of one group, which is said in one way up to version 7 and in another since.
/// </summary>
internal static class OffsetFetches
{
    public static OffsetFetchRequest Write(
        string group, IReadOnlyList<TopicPartition>? wanted, bool requireStable) => new()
        {
            GroupId = group,
            Topics = ByTopic(wanted, (name, indexes) =>
                new OffsetFetchRequest.Topic { Name = name, PartitionIndexes = indexes }),
            Groups =
            [
                new OffsetFetchRequest.Group
                {
                    GroupId = group,
                    Topics = ByTopic(wanted, (name, indexes) =>
                        new OffsetFetchRequest.GroupTopic { Name = name, PartitionIndexes = indexes }),
                },
            ],
            RequireStable = requireStable,
        };

    /// <summary>Partitions without a committed offset are left out.</summary>
    public static IReadOnlyList<KeyValuePair<TopicPartition, AdminResult<TopicPartitionOffset>>> Read(
        OffsetFetchResponse response)
    {
        var answers = response.Groups is [var group, ..]
            ? from topic in @group.Topics
              from one in topic.Partitions
              select Read(
                  new(topic.Name, one.PartitionIndex),
                  one.CommittedOffset,
                  one.CommittedLeaderEpoch,
                  one.Metadata,
                  one.Error)
            : from topic in response.Topics
              from one in topic.Partitions
              select Read(
                  new(topic.Name, one.PartitionIndex),
                  one.CommittedOffset,
                  one.CommittedLeaderEpoch,
                  one.Metadata,
                  one.Error);
        return
        [
            .. answers.Where(answer => !answer.Value.IsOk || answer.Value.Value.Offset >= Offset.Zero)
                .OrderBy(answer => answer.Key.Topic, StringComparer.Ordinal).ThenBy(answer => answer.Key.Partition),
        ];
    }

    private static ImmutableArray<T>? ByTopic<T>(
        IReadOnlyList<TopicPartition>? wanted, Func<string, ImmutableArray<int>, T> write) => wanted is null
        ? null
        : wanted.GroupBy(partition => partition.Topic)
            .Select(topic => write(topic.Key, [.. topic.Select(partition => partition.Partition)]))
            .ToImmutableArray();

    private static KeyValuePair<TopicPartition, AdminResult<TopicPartitionOffset>> Read(
        TopicPartition partition, Offset offset, LeaderEpoch epoch, string? metadata, KafkaError error) =>
        KeyValuePair.Create(
            partition,
            AdminFailure.Result(error, null, $"Partition {partition}", () =>
                new TopicPartitionOffset(partition, offset, epoch, metadata ?? "")));
}
