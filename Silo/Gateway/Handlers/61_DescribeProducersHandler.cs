using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// DescribeProducers, version 0: the producers that this broker's replicas know, leading or following.
/// </summary>
internal sealed class DescribeProducersHandler(ClusterView cluster, ILocalPartitions partitions)
    : RequestHandler<DescribeProducersRequest, DescribeProducersResponse>(SupportedApis.DescribeProducers)
{
    protected override async ValueTask<DescribeProducersResponse?> Handle(
        DescribeProducersRequest request, RequestScope scope)
    {
        var topics = ImmutableArray.CreateBuilder<DescribeProducersResponse.TopicResponse>();
        foreach (var topic in request.Topics.GroupBy(topic => topic.Name))
        {
            // Once, however often it is named: else little that is asked becomes much that is answered.
            var partitions = topic.SelectMany(same => same.PartitionIndexes).Distinct();
            topics.Add(new()
            {
                Name = topic.Key,
                Partitions = [.. await Task.WhenAll(partitions.Select(index => Describe(topic.Key, index)))],
            });
        }

        return new() { Topics = topics.ToImmutable() };
    }

    private async Task<DescribeProducersResponse.PartitionResponse> Describe(string topic, int partition)
    {
        var answer = cluster.TryFindPartition(topic, partition, out var id)
            ? await partitions.DescribeProducers(id)
            : new(ClusterView.MissingError(topic), []);
        return new()
        {
            PartitionIndex = partition,
            Error = answer.Error,
            ErrorMessage = answer.Error is KafkaError.None ? null : answer.Error.DefaultMessage(),
            ActiveProducers = [.. answer.Producers.Select(ToState)],
        };
    }

    private static DescribeProducersResponse.ProducerState ToState(LocalProducer producer) => new()
    {
        ProducerId = producer.ProducerId,
        ProducerEpoch = producer.Epoch.Value,
        LastSequence = producer.LastSequence,
        LastTimestamp = producer.LastTimestamp,
        CoordinatorEpoch = producer.CoordinatorEpoch,
        CurrentTxnStartOffset = producer.TransactionStartOffset,
    };
}
