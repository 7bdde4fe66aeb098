using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// OffsetForLeaderEpoch, versions 2 to 4: where an epoch ends, for clients that look for divergence (KIP-320).
/// </summary>
internal sealed class OffsetForLeaderEpochHandler(ClusterView cluster, ILocalPartitions partitions)
    : RequestHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(SupportedApis.OffsetForLeaderEpoch)
{
    protected override ValueTask<OffsetForLeaderEpochResponse?> Handle(
        OffsetForLeaderEpochRequest request, RequestScope scope) =>
        ValueTask.FromResult<OffsetForLeaderEpochResponse?>(new()
        {
            Topics =
            [
                .. request.Topics.Select(topic => new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult
                {
                    Topic = topic.Topic,
                    Partitions = [.. topic.Partitions.Select(partition => Find(topic.Topic, partition))],
                }),
            ],
        });

    private OffsetForLeaderEpochResponse.EpochEndOffset Find(
        string name, OffsetForLeaderEpochRequest.OffsetForLeaderPartition partition)
    {
        if (!cluster.TryFind(name, out var topic)
            || partition.Partition < 0 || partition.Partition >= topic.Partitions.Length)
        {
            return new() { Partition = partition.Partition, Error = KafkaError.UnknownTopicOrPartition };
        }

        var answer = partitions.FindEpochEnd(
            new(new TopicId(topic.TopicId), partition.Partition),
            partition.LeaderEpoch.Value,
            partition.CurrentLeaderEpoch.Value);
        return new()
        {
            Partition = partition.Partition,
            Error = answer.Error,
            LeaderEpoch = new LeaderEpoch(answer.End.LeaderEpoch),
            EndOffset = new Offset(answer.End.EndOffset),
        };
    }
}
