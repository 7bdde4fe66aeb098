using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>What is in the logs of partitions: what their leaders are asked.</summary>
internal sealed class LogAdministration(BrokerCalls brokers, LeaderCalls leaders, ItemRetries retries)
{
    // An ordinary client, not a follower.
    private static readonly BrokerId NoReplica = BrokerId.None;

    public Task<AdminResults<TopicPartition, Offset>> DeleteRecords(
        IReadOnlyDictionary<TopicPartition, Offset> before, CancellationToken cancellationToken) =>
        retries.Run<TopicPartition, Offset>(
            "Deleting records",
            before.Keys,
            isPatient: true,
            (pending, cancelled) => leaders.Ask<Offset>(
                pending,
                async (leader, its) =>
                {
                    var request = new DeleteRecordsRequest
                    {
                        Topics = [.. its.GroupBy(one => one.Topic).Select(topic => Write(topic, before))],
                        Timeout = brokers.BrokerTimeout,
                    };
                    var response = await brokers.Ask(leader, request, cancelled).ConfigureAwait(false);
                    return from topic in response.Topics
                           from answer in topic.Partitions
                           let partition = new TopicPartition(topic.Name, answer.PartitionIndex)
                           select KeyValuePair.Create(
                               partition,
                               AdminFailure.Result(
                                   answer.Error, null, ItemOf(partition), () => answer.LowWatermark));
                },
                cancelled),
            cancellationToken);

    public Task<AdminResults<TopicPartition, ListedOffset>> ListOffsets(
        IReadOnlyDictionary<TopicPartition, OffsetSpec> wanted,
        IsolationLevel isolation,
        CancellationToken cancellationToken) => retries.Run<TopicPartition, ListedOffset>(
            "Listing offsets",
            wanted.Keys,
            isPatient: true,
            (pending, cancelled) => leaders.Ask<ListedOffset>(
                pending,
                async (leader, its) =>
                {
                    var request = new ListOffsetsRequest
                    {
                        ReplicaId = NoReplica,
                        IsolationLevel = (sbyte)isolation,
                        Topics = [.. its.GroupBy(one => one.Topic).Select(topic => Write(topic, wanted))],
                        Timeout = brokers.BrokerTimeout,
                    };
                    var response = await brokers.Ask(leader, request, cancelled).ConfigureAwait(false);
                    return response.Topics.SelectMany(Read);
                },
                cancelled),
            cancellationToken);

    public Task<AdminResults<TopicPartition, IReadOnlyList<ProducerDescription>>> DescribeProducers(
        IEnumerable<TopicPartition> partitions, BrokerId? broker, CancellationToken cancellationToken) =>
        retries.Run<TopicPartition, IReadOnlyList<ProducerDescription>>(
            "Describing producers",
            partitions,
            isPatient: true,
            async (pending, cancelled) => broker is { } asked
                ? await BrokerCalls.ForEachBroker(
                    pending.GroupBy(_ => asked), (_, its) => AskProducers(asked, its, cancelled)).ConfigureAwait(false)
                : await leaders.Ask(
                    pending, (leader, its) => AskProducers(leader, its, cancelled), cancelled).ConfigureAwait(false),
            cancellationToken);

    private static string ItemOf(TopicPartition partition) => $"Partition {partition}";

    private static DeleteRecordsRequest.Topic Write(
        IGrouping<string, TopicPartition> topic, IReadOnlyDictionary<TopicPartition, Offset> before) => new()
        {
            Name = topic.Key,
            Partitions =
            [
                .. topic.Select(partition => new DeleteRecordsRequest.Partition
                {
                    PartitionIndex = partition.Partition,
                    Offset = before[partition],
                }),
            ],
        };

    private static ListOffsetsRequest.Topic Write(
        IGrouping<string, TopicPartition> topic, IReadOnlyDictionary<TopicPartition, OffsetSpec> wanted) => new()
        {
            Name = topic.Key,
            Partitions =
            [
                .. topic.Select(partition => new ListOffsetsRequest.Partition
                {
                    PartitionIndex = partition.Partition,
                    Timestamp = wanted[partition].Timestamp,
                }),
            ],
        };

    private static IEnumerable<KeyValuePair<TopicPartition, AdminResult<ListedOffset>>> Read(
        ListOffsetsResponse.TopicResponse topic) =>
        from answer in topic.Partitions
        let partition = new TopicPartition(topic.Name, answer.PartitionIndex)
        select KeyValuePair.Create(
            partition,
            AdminFailure.Result(answer.Error, null, ItemOf(partition), () => new ListedOffset(
                answer.Offset, TimeOf(answer.Timestamp), answer.LeaderEpoch)));

    private static DateTimeOffset? TimeOf(Instant time) =>
        time < new Instant(0) ? null : DateTimeOffset.FromUnixTimeMilliseconds(time.Milliseconds);

    private static ProducerDescription Read(DescribeProducersResponse.ProducerState producer) => new(
        producer.ProducerId,
        producer.ProducerEpoch,
        producer.LastSequence,
        TimeOf(producer.LastTimestamp),
        producer.CoordinatorEpoch < 0 ? null : producer.CoordinatorEpoch,
        producer.CurrentTxnStartOffset);

    private async Task<IEnumerable<KeyValuePair<TopicPartition, AdminResult<IReadOnlyList<ProducerDescription>>>>>
        AskProducers(BrokerId broker, IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var request = new DescribeProducersRequest
        {
            Topics =
            [
                .. partitions.GroupBy(one => one.Topic).Select(topic => new DescribeProducersRequest.TopicRequest
                {
                    Name = topic.Key,
                    PartitionIndexes = [.. topic.Select(partition => partition.Partition)],
                }),
            ],
        };
        var response = await brokers.Ask(broker, request, cancellationToken).ConfigureAwait(false);
        return from topic in response.Topics
               from answer in topic.Partitions
               let partition = new TopicPartition(topic.Name, answer.PartitionIndex)
               select KeyValuePair.Create(
                   partition,
                   AdminFailure.Result<IReadOnlyList<ProducerDescription>>(
                       answer.Error,
                       answer.ErrorMessage,
                       ItemOf(partition),
                       () => [.. answer.ActiveProducers.Select(Read)]));
    }
}
