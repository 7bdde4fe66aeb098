using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using CommittedOffsets = System.Collections.Generic.IReadOnlyList<
    System.Collections.Generic.KeyValuePair<
        Cloud.Protocol.TopicPartition, Cloud.Client.AdminResult<Cloud.Client.TopicPartitionOffset>>>;

namespace Cloud.Client;

/// <summary>Reads, sets and deletes the offsets that a group has committed.</summary>
internal sealed class GroupOffsetAdministration(GroupCoordinators coordinators, ItemRetries retries)
{
    // From outside of the group: allowed only while it has no members.
    private const int NoGeneration = -1;

    public async Task<AdminResults<TopicPartition, TopicPartitionOffset>> List(
        string group,
        IEnumerable<TopicPartition>? partitions,
        bool requireStable,
        CancellationToken cancellationToken)
    {
        // Which partitions there are is in the answer, so the group is the item that is asked for again.
        IReadOnlyList<TopicPartition>? wanted = partitions is null ? null : [.. partitions.Distinct()];
        var ofGroup = await retries.Run<string, CommittedOffsets>(
            $"Listing offsets of group '{group}'",
            [group],
            isPatient: false,
            (_, cancelled) => EachGroup.Ask([group], _ => Fetch(group, wanted, requireStable, cancelled)),
            cancellationToken).ConfigureAwait(false);
        return new(ofGroup[group].Value);
    }

    public Task<AdminResults<TopicPartition, Done>> Alter(
        string group, IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellationToken)
    {
        var wanted = offsets.ToDictionary(offset => offset.TopicPartition);
        return retries.Run<TopicPartition, Done>(
            $"Setting offsets of group '{group}'",
            wanted.Keys,
            isPatient: true,
            async (pending, cancelled) =>
            {
                var request = new OffsetCommitRequest
                {
                    GroupId = group,
                    GenerationIdOrMemberEpoch = NoGeneration,
                    MemberId = "",
                    Topics = [.. pending.GroupBy(one => one.Topic).Select(topic => Write(topic, wanted))],
                };
                var (_, response) = await coordinators.Send(
                    group, request, FirstError, cancelled).ConfigureAwait(false);
                return Results(
                    from topic in response.Topics
                    from answer in topic.Partitions
                    select (new TopicPartition(topic.Name, answer.PartitionIndex), answer.Error));
            },
            cancellationToken);
    }

    public Task<AdminResults<TopicPartition, Done>> Delete(
        string group, IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken) =>
        retries.Run<TopicPartition, Done>(
            $"Deleting offsets of group '{group}'",
            partitions,
            isPatient: false,
            async (pending, cancelled) =>
            {
                var request = new OffsetDeleteRequest
                {
                    GroupId = group,
                    Topics = [.. pending.GroupBy(one => one.Topic).Select(Write)],
                };
                var (_, response) = await coordinators.Send(
                    group, request, answer => answer.Error, cancelled).ConfigureAwait(false);
                return Results(response.Error is not KafkaError.None
                    ? pending.Select(partition => (partition, response.Error))
                    : from topic in response.Topics
                      from answer in topic.Partitions
                      select (new TopicPartition(topic.Name, answer.PartitionIndex), answer.Error));
            },
            cancellationToken);

    private static OffsetCommitRequest.Topic Write(
        IGrouping<string, TopicPartition> topic, Dictionary<TopicPartition, TopicPartitionOffset> wanted) => new()
        {
            Name = topic.Key,
            Partitions =
            [
                .. topic.Select(partition => new OffsetCommitRequest.Partition
                {
                    PartitionIndex = partition.Partition,
                    CommittedOffset = wanted[partition].Offset,
                    CommittedLeaderEpoch = wanted[partition].LeaderEpoch,
                    CommittedMetadata = wanted[partition].Metadata,
                }),
            ],
        };

    private static OffsetDeleteRequest.Topic Write(IGrouping<string, TopicPartition> topic) => new()
    {
        Name = topic.Key,
        Partitions =
        [
            .. topic.Select(partition => new OffsetDeleteRequest.Partition { PartitionIndex = partition.Partition }),
        ],
    };

    // A coordinator that has moved says so of every partition.
    private static KafkaError FirstError(OffsetCommitResponse response) => response.Topics
        .SelectMany(topic => topic.Partitions).Select(partition => partition.Error).FirstOrDefault();

    private static IReadOnlyDictionary<TopicPartition, AdminResult<Done>> Results(
        IEnumerable<(TopicPartition Partition, KafkaError Error)> answers) => answers
        .DistinctBy(answer => answer.Partition)
        .ToDictionary(
            answer => answer.Partition,
            answer => AdminFailure.Result(answer.Error, null, $"Partition {answer.Partition}"));

    private static KafkaError ErrorOf(OffsetFetchResponse response) =>
        response.Groups is [var group, ..] ? group.Error : response.Error;

    private async Task<AdminResult<CommittedOffsets>> Fetch(
        string group,
        IReadOnlyList<TopicPartition>? wanted,
        bool requireStable,
        CancellationToken cancellationToken)
    {
        var request = OffsetFetches.Write(group, wanted, requireStable);
        var (_, response) = await coordinators.Send(
            group, request, ErrorOf, cancellationToken).ConfigureAwait(false);
        return AdminFailure.Result(
            ErrorOf(response), null, $"Group '{group}'", () => OffsetFetches.Read(response));
    }
}
