using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>Asks leaders for offsets by time, or for the ends of partitions (ListOffsets).</summary>
internal sealed class OffsetLookup(ClusterClient cluster, ConsumerOptions options)
{
    /// <summary>The end that can be read, as a time.</summary>
    public const long Latest = -1;

    /// <summary>The beginning.</summary>
    public const long Earliest = -2;

    public bool IsReadCommitted => options.IsolationLevel is IsolationLevel.ReadCommitted;

    /// <summary>Asks until all are answered.</summary>
    /// <exception cref="ClientException">A partition has an error that stays, or time is up.</exception>
    public async Task<IReadOnlyDictionary<TopicPartition, FoundOffset>> Find(
        IReadOnlyDictionary<TopicPartition, long> times, Deadline deadline, CancellationToken cancellationToken)
    {
        var found = new Dictionary<TopicPartition, FoundOffset>();
        await cluster.Retry(
            "To find offsets",
            async cancellation =>
            {
                await FindRest(times, found, deadline, cancellation).ConfigureAwait(false);
                return true;
            },
            deadline,
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    private async Task FindRest(
        IReadOnlyDictionary<TopicPartition, long> times,
        Dictionary<TopicPartition, FoundOffset> found,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        var rest = times.Keys.Where(partition => !found.ContainsKey(partition)).ToList();
        foreach (var topic in rest.Select(partition => partition.Topic).Distinct())
        {
            await cluster.Metadata.Topic(topic, deadline, cancellationToken).ConfigureAwait(false);
        }

        var asked = rest.GroupBy(LeaderOf)
            .Select(group => Ask(group.Key, group, times, cancellationToken))
            .ToList();
        ClientException? failure = null;
        foreach (var answer in asked)
        {
            try
            {
                failure = Take(await answer.ConfigureAwait(false), found) ?? failure;
            }
            catch (ClientException failed)
            {
                failure = failed;
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private BrokerId LeaderOf(TopicPartition partition)
    {
        var known = cluster.Metadata.Snapshot.Find(partition)
            ?? throw new ClientException(KafkaError.UnknownTopicOrPartition, $"There is no partition {partition}.");
        return known.HasLeader
            ? known.Leader
            : throw new ClientException(KafkaError.LeaderNotAvailable, $"{partition} has no leader at the moment.");
    }

    private Task<ListOffsetsResponse> Ask(
        BrokerId leader,
        IEnumerable<TopicPartition> partitions,
        IReadOnlyDictionary<TopicPartition, long> times,
        CancellationToken cancellationToken)
    {
        var request = new ListOffsetsRequest
        {
            ReplicaId = BrokerId.None,
            IsolationLevel = (sbyte)options.IsolationLevel,
            Timeout = options.RequestTimeout,
            Topics =
            [
                .. partitions.GroupBy(partition => partition.Topic).Select(topic => new ListOffsetsRequest.Topic
                {
                    Name = topic.Key,
                    Partitions =
                    [
                        .. topic.Select(partition => new ListOffsetsRequest.Partition
                        {
                            PartitionIndex = partition.Partition,
                            CurrentLeaderEpoch = EpochOf(partition),
                            Timestamp = times[partition],
                        }),
                    ],
                }),
            ],
        };
        return cluster.Send(leader, request, cancellationToken);
    }

    private LeaderEpoch EpochOf(TopicPartition partition) =>
        cluster.Metadata.Snapshot.Find(partition)?.LeaderEpoch ?? LeaderEpoch.None;

    private static ClientException? Take(ListOffsetsResponse response, Dictionary<TopicPartition, FoundOffset> found)
    {
        ClientException? failure = null;
        foreach (var topic in response.Topics)
        {
            foreach (var answer in topic.Partitions)
            {
                var partition = new TopicPartition(topic.Name, answer.PartitionIndex);
                if (answer.Error is KafkaError.None)
                {
                    found[partition] = new(answer.Offset, answer.Timestamp, answer.LeaderEpoch);
                }
                else if (failure is null or { IsRetriable: true })
                {
                    failure = new(answer.Error, $"Offsets of {partition}: {answer.Error.DefaultMessage()}");
                }
            }
        }

        return failure;
    }
}
