using System.Collections.Immutable;
using Cloud.Core.Groups.Consumers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Offsets;

/// <summary>
/// OffsetFetch, versions 1 to 9, for one group. Transactions on offsets are not there yet, so every committed offset is
/// stable, and <c>RequireStable</c> asks for nothing more.
/// </summary>
internal static class OffsetFetches
{
    /// <param name="requireStable">Asks for nothing more yet: see above.</param>
    public static OffsetFetchResponse.Group Decide(
        GroupStore store, OffsetFetchRequest.Group request, bool requireStable)
    {
        var error = store.FindConsumer(request.GroupId) is { } consumers
            ? ConsumerOffsetRules.ValidateFetch(consumers, request.MemberId, request.MemberEpoch)
            : KafkaError.None;
        if (error is not KafkaError.None)
        {
            return Refuse(request.GroupId, error);
        }

        var offsets = store.OffsetsOf(request.GroupId);
        return new()
        {
            GroupId = request.GroupId,
            Topics = request.Topics is { } topics ? Named(offsets, topics) : All(offsets),
        };
    }

    public static OffsetFetchResponse.Group Refuse(string groupId, KafkaError error) =>
        new() { GroupId = groupId, Error = error };

    private static ImmutableArray<OffsetFetchResponse.GroupTopic> Named(
        GroupOffsets offsets, ImmutableArray<OffsetFetchRequest.GroupTopic> topics) =>
    [
        .. topics.Select(topic => new OffsetFetchResponse.GroupTopic
        {
            Name = topic.Name,
            Partitions =
            [
                .. topic.PartitionIndexes.Select(index => PartitionOf(index, offsets.Find(new(topic.Name, index)))),
            ],
        }),
    ];

    private static ImmutableArray<OffsetFetchResponse.GroupTopic> All(GroupOffsets offsets) =>
    [
        .. offsets.All
            .GroupBy(pair => pair.Key.Topic, StringComparer.Ordinal)
            .OrderBy(topic => topic.Key, StringComparer.Ordinal)
            .Select(topic => new OffsetFetchResponse.GroupTopic
            {
                Name = topic.Key,
                Partitions =
                [
                    .. topic.OrderBy(pair => pair.Key.Partition)
                        .Select(pair => PartitionOf(pair.Key.Partition, pair.Value)),
                ],
            }),
    ];

    // No offset is no error: the consumer then begins where its own settings say.
    private static OffsetFetchResponse.GroupPartition PartitionOf(int index, CommittedOffset? committed) => new()
    {
        PartitionIndex = index,
        CommittedOffset = committed?.Offset ?? Offset.None,
        CommittedLeaderEpoch = committed?.LeaderEpoch ?? LeaderEpoch.None,
        Metadata = committed?.Metadata ?? "",
    };
}
