using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// ListOffsets, versions 1 to 11: by time, earliest, latest, largest timestamp, earliest on the local disk. What is in
/// the remote tier (-5, -6) is answered as Kafka does where there is none: with no offset.
/// </summary>
internal sealed class ListOffsetsHandler(ClusterView cluster, ILocalPartitions partitions)
    : RequestHandler<ListOffsetsRequest, ListOffsetsResponse>(SupportedApis.ListOffsets)
{
    private const long EarliestLocal = -4;
    private const long LatestTiered = -5;
    private const long EarliestPendingUpload = -6;

    protected override ValueTask<ListOffsetsResponse?> Handle(ListOffsetsRequest request, RequestScope scope)
    {
        var topics = ImmutableArray.CreateBuilder<ListOffsetsResponse.TopicResponse>(request.Topics.Length);
        foreach (var topic in request.Topics)
        {
            topics.Add(new()
            {
                Name = topic.Name,
                Partitions = [.. topic.Partitions.Select(partition => Find(topic.Name, partition, request))],
            });
        }

        return ValueTask.FromResult<ListOffsetsResponse?>(new() { Topics = topics.MoveToImmutable() });
    }

    private ListOffsetsResponse.PartitionResponse Find(
        string name, ListOffsetsRequest.Partition partition, ListOffsetsRequest request)
    {
        if (!cluster.TryFind(name, out var topic)
            || partition.PartitionIndex < 0 || partition.PartitionIndex >= topic.Partitions.Length)
        {
            return new() { PartitionIndex = partition.PartitionIndex, Error = KafkaError.UnknownTopicOrPartition };
        }

        if (partition.Timestamp is LatestTiered or EarliestPendingUpload)
        {
            return new() { PartitionIndex = partition.PartitionIndex };
        }

        if (partition.Timestamp < EarliestLocal)
        {
            return new() { PartitionIndex = partition.PartitionIndex, Error = KafkaError.UnsupportedVersion };
        }

        var answer = partitions.FindOffset(new(new TopicId(topic.TopicId), partition.PartitionIndex), new(
            partition.Timestamp, IsReadCommitted: request.IsolationLevel == 1, partition.CurrentLeaderEpoch.Value));
        return new()
        {
            PartitionIndex = partition.PartitionIndex,
            Error = answer.Error,
            Offset = new Offset(answer.Offset),
            Timestamp = new Instant(answer.Timestamp),
            LeaderEpoch = new LeaderEpoch(answer.LeaderEpoch),
        };
    }
}
