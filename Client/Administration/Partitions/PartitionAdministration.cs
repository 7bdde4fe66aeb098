using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>Elections and moves of replicas: what the controller is asked of partitions.</summary>
internal sealed class PartitionAdministration(BrokerCalls brokers, ItemRetries retries)
{
    public Task<AdminResults<TopicPartition, Done>> Elect(
        ElectionType type, IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken) =>
        retries.Run<TopicPartition, Done>(
            "Electing leaders",
            partitions,
            isPatient: false,
            async (pending, cancelled) => (await Ask(type, pending, cancelled).ConfigureAwait(false)).ToDictionary(),
            cancellationToken);

    public async Task<AdminResults<TopicPartition, Done>> ElectAll(
        ElectionType type, CancellationToken cancellationToken) =>
        new(await Ask(type, partitions: null, cancellationToken).ConfigureAwait(false));

    public Task<AdminResults<TopicPartition, Done>> Reassign(
        IReadOnlyDictionary<TopicPartition, IReadOnlyList<BrokerId>?> moves, CancellationToken cancellationToken) =>
        retries.Run<TopicPartition, Done>(
            "Reassigning partitions",
            moves.Keys,
            isPatient: false,
            async (pending, cancelled) =>
            {
                var request = new AlterPartitionReassignmentsRequest
                {
                    Timeout = brokers.BrokerTimeout,
                    Topics = [.. pending.GroupBy(partition => partition.Topic).Select(topic => Write(topic, moves))],
                };
                var response = await brokers.AskController(request, cancelled).ConfigureAwait(false);
                return Read(pending, response);
            },
            cancellationToken);

    public async Task<IReadOnlyDictionary<TopicPartition, PartitionReassignment>> ListReassignments(
        IEnumerable<TopicPartition>? partitions, CancellationToken cancellationToken)
    {
        var request = new ListPartitionReassignmentsRequest
        {
            Timeout = brokers.BrokerTimeout,
            Topics = partitions is null ? null : Write(partitions),
        };
        var response = await brokers.AskController(request, cancellationToken).ConfigureAwait(false);
        if (response.Error is not KafkaError.None)
        {
            throw AdminFailure.Of(response.Error, "Listing reassignments", response.ErrorMessage);
        }

        return (from topic in response.Topics
                from partition in topic.Partitions
                select KeyValuePair.Create(
                    new TopicPartition(topic.Name, partition.PartitionIndex),
                    new PartitionReassignment(
                        partition.Replicas, partition.AddingReplicas, partition.RemovingReplicas)))
            .DistinctBy(move => move.Key).ToDictionary();
    }

    private static ImmutableArray<ListPartitionReassignmentsRequest.TopicFilter> Write(
        IEnumerable<TopicPartition> partitions) =>
    [
        .. partitions.Distinct().GroupBy(partition => partition.Topic).Select(topic =>
            new ListPartitionReassignmentsRequest.TopicFilter
            {
                Name = topic.Key,
                PartitionIndexes = [.. topic.Select(partition => partition.Partition)],
            }),
    ];

    private static AlterPartitionReassignmentsRequest.ReassignableTopic Write(
        IGrouping<string, TopicPartition> topic,
        IReadOnlyDictionary<TopicPartition, IReadOnlyList<BrokerId>?> moves) => new()
        {
            Name = topic.Key,
            Partitions =
            [
                .. topic.Select(partition => new AlterPartitionReassignmentsRequest.ReassignablePartition
                {
                    PartitionIndex = partition.Partition,
                    Replicas = moves[partition] is { } replicas ? replicas.ToImmutableArray() : null,
                }),
            ],
        };

    // An error of the whole answer is one of each partition.
    private static IReadOnlyDictionary<TopicPartition, AdminResult<Done>> Read(
        IReadOnlyList<TopicPartition> pending, AlterPartitionReassignmentsResponse response) =>
        response.Error is not KafkaError.None
            ? pending.ToDictionary(
                partition => partition,
                partition => AdminFailure.Result(response.Error, response.ErrorMessage, ItemOf(partition)))
            : (from topic in response.Responses
               from answer in topic.Partitions
               let partition = new TopicPartition(topic.Name, answer.PartitionIndex)
               select KeyValuePair.Create(
                   partition, AdminFailure.Result(answer.Error, answer.ErrorMessage, ItemOf(partition))))
                .DistinctBy(answer => answer.Key).ToDictionary();

    private static string ItemOf(TopicPartition partition) => $"Partition {partition}";

    private async Task<IEnumerable<KeyValuePair<TopicPartition, AdminResult<Done>>>> Ask(
        ElectionType type, IReadOnlyList<TopicPartition>? partitions, CancellationToken cancellationToken)
    {
        var request = new ElectLeadersRequest
        {
            ElectionType = (sbyte)type,
            TopicPartitions = partitions is null
                ? null
                : partitions.GroupBy(partition => partition.Topic).Select(topic =>
                    new ElectLeadersRequest.TopicPartitionList
                    {
                        Topic = topic.Key,
                        Partitions = [.. topic.Select(partition => partition.Partition)],
                    }).ToImmutableArray(),
            Timeout = brokers.BrokerTimeout,
        };
        var response = await brokers.AskController(request, cancellationToken).ConfigureAwait(false);
        if (response.Error is not KafkaError.None)
        {
            throw AdminFailure.Of(response.Error, "Electing leaders");
        }

        return (from topic in response.ReplicaElectionResults
                from answer in topic.PartitionResult
                let partition = new TopicPartition(topic.Topic, answer.PartitionId)
                select KeyValuePair.Create(
                    partition, AdminFailure.Result(answer.Error, answer.ErrorMessage, ItemOf(partition))))
            .DistinctBy(answer => answer.Key);
    }
}
