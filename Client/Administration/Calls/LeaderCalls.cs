using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>Asks the leaders of partitions, once, each for its own.</summary>
internal sealed class LeaderCalls(BrokerCalls brokers)
{
    public async Task<IReadOnlyDictionary<TopicPartition, AdminResult<TValue>>> Ask<TValue>(
        IReadOnlyList<TopicPartition> partitions,
        BrokerAttempt<TopicPartition, TValue> ask,
        CancellationToken cancellationToken)
    {
        var leaders = await Find(partitions, cancellationToken).ConfigureAwait(false);
        var led = partitions.Where(partition => leaders[partition].IsOk)
            .GroupBy(partition => leaders[partition].Value);
        var answers = await BrokerCalls.ForEachBroker(led, ask).ConfigureAwait(false);
        foreach (var (partition, leader) in leaders.Where(leader => !leader.Value.IsOk))
        {
            answers.Add(partition, AdminResult<TValue>.Failed(leader.Failure!));
        }

        return answers;
    }

    private static AdminResult<BrokerId> LeaderOf(TopicPartition partition, MetadataResponse.Topic? topic)
    {
        var found = topic?.Partitions.FirstOrDefault(one => one.PartitionIndex == partition.Partition);
        var error = (topic, found) switch
        {
            (null, _) => KafkaError.UnknownTopicOrPartition,
            ({ Error: not KafkaError.None }, _) => topic.Error,
            (_, null) => KafkaError.UnknownTopicOrPartition,
            (_, { LeaderId.Value: < 0 }) => KafkaError.LeaderNotAvailable,
            _ => KafkaError.None,
        };
        return AdminFailure.Result(error, null, $"Partition {partition}", () => found!.LeaderId);
    }

    private async Task<Dictionary<TopicPartition, AdminResult<BrokerId>>> Find(
        IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var request = new MetadataRequest
        {
            Topics =
            [
                .. partitions.Select(partition => partition.Topic).Distinct()
                    .Select(name => new MetadataRequest.Topic { Name = name }),
            ],
            AllowAutoTopicCreation = false,
        };
        var response = await brokers.AskAny(request, cancellationToken).ConfigureAwait(false);
        var topics = response.Topics.Where(topic => topic.Name is not null)
            .DistinctBy(topic => topic.Name).ToDictionary(topic => topic.Name!);
        return partitions.ToDictionary(
            partition => partition, partition => LeaderOf(partition, topics.GetValueOrDefault(partition.Topic)));
    }
}
