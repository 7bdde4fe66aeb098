using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// DeleteRecords, versions 0 to 2, for partitions that this broker leads. Differs from Kafka: it is answered when the
/// leader has done it; followers hear of it with the next push, and one that is away does not hold it up.
/// </summary>
internal sealed class DeleteRecordsHandler(ClusterView cluster, ILocalPartitions partitions)
    : RequestHandler<DeleteRecordsRequest, DeleteRecordsResponse>(SupportedApis.DeleteRecords)
{
    private const int NoLeaderEpoch = -1;

    protected override async ValueTask<DeleteRecordsResponse?> Handle(DeleteRecordsRequest request, RequestScope scope)
    {
        var topics = request.Topics
            .Select(topic => (topic.Name, Answers: topic.Partitions.Select(one => Delete(topic.Name, one)).ToArray()))
            .ToArray();
        var results = new List<DeleteRecordsResponse.TopicResult>(topics.Length);
        foreach (var (name, answers) in topics)
        {
            results.Add(new() { Name = name, Partitions = [.. await Task.WhenAll(answers)] });
        }

        return new() { Topics = [.. results] };
    }

    private async Task<DeleteRecordsResponse.PartitionResult> Delete(
        string topic, DeleteRecordsRequest.Partition partition)
    {
        var answer = cluster.TryFindPartition(topic, partition.PartitionIndex, out var id)
            ? await partitions.DeleteRecords(id, partition.Offset.Value, NoLeaderEpoch)
            : new(KafkaError.UnknownTopicOrPartition, Offset.None.Value);
        return new()
        {
            PartitionIndex = partition.PartitionIndex,
            Error = answer.Error,
            LowWatermark = new Offset(answer.LowWatermark),
        };
    }
}
