using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Offsets;

/// <summary>
/// OffsetFetch asks for one group up to version 7 and for several afterwards. One way of deciding serves both.
/// </summary>
internal static class OffsetFetchShapes
{
    private const short FirstVersionWithError = 2;
    private const short FirstVersionWithGroups = 8;

    /// <param name="fetch">Decides on one group; told whether offsets must be stable.</param>
    public static async Task<OffsetFetchResponse> Serve(
        OffsetFetchRequest request,
        short version,
        Func<OffsetFetchRequest.Group, bool, Task<OffsetFetchResponse.Group>> fetch)
    {
        if (version >= FirstVersionWithGroups)
        {
            var groups = await Task.WhenAll(request.Groups.Select(group => fetch(group, request.RequireStable)));
            return new() { Groups = [.. groups] };
        }

        var asked = new OffsetFetchRequest.Group
        {
            GroupId = request.GroupId,
            MemberEpoch = -1,
            Topics = request.Topics is { } topics ? [.. topics.Select(ToGroupTopic)] : null,
        };
        var found = await fetch(asked, request.RequireStable);
        return found.Error is not KafkaError.None && version < FirstVersionWithError
            ? new() { Topics = [.. (request.Topics ?? []).Select(topic => Refused(topic, found.Error))] }
            : new() { Error = found.Error, Topics = [.. found.Topics.Select(ToTopic)] };
    }

    private static OffsetFetchRequest.GroupTopic ToGroupTopic(OffsetFetchRequest.Topic topic) =>
        new() { Name = topic.Name, PartitionIndexes = topic.PartitionIndexes };

    private static OffsetFetchResponse.Topic ToTopic(OffsetFetchResponse.GroupTopic topic) => new()
    {
        Name = topic.Name,
        Partitions =
        [
            .. topic.Partitions.Select(partition => new OffsetFetchResponse.Partition
            {
                PartitionIndex = partition.PartitionIndex,
                CommittedOffset = partition.CommittedOffset,
                CommittedLeaderEpoch = partition.CommittedLeaderEpoch,
                Metadata = partition.Metadata,
                Error = partition.Error,
            }),
        ],
    };

    // The first version has a place for errors at partitions only.
    private static OffsetFetchResponse.Topic Refused(OffsetFetchRequest.Topic topic, KafkaError error) => new()
    {
        Name = topic.Name,
        Partitions =
        [
            .. topic.PartitionIndexes.Select(index => new OffsetFetchResponse.Partition
            {
                PartitionIndex = index,
                CommittedOffset = Offset.None,
                CommittedLeaderEpoch = LeaderEpoch.None,
                Metadata = "",
                Error = error,
            }),
        ],
    };
}
