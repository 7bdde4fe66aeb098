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

    /// <summary>
    /// Asks each leader once, as far as metadata names one. Each partition has an answer: what is wrong with one says
    /// nothing of the others.
    /// </summary>
    public async Task<IReadOnlyDictionary<TopicPartition, OffsetAnswer>> FindOnce(
        IReadOnlyDictionary<TopicPartition, long> times, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<TopicPartition, OffsetAnswer>();
        var led = new List<TopicPartition>();
        foreach (var partition in times.Keys)
        {
            if (WhyNot(partition) is { } failure)
            {
                answers[partition] = OffsetAnswer.Of(failure);
            }
            else
            {
                led.Add(partition);
            }
        }

        var asking = led.GroupBy(LeaderOf).Select(group => Ask(group.Key, [.. group], times, cancellationToken));
        foreach (var answered in await Task.WhenAll(asking).ConfigureAwait(false))
        {
            foreach (var (partition, answer) in answered)
            {
                answers[partition] = answer;
            }
        }

        return answers;
    }

    /// <summary>Who is asked; none where nobody can be.</summary>
    public BrokerId LeaderOf(TopicPartition partition) =>
        cluster.Metadata.Snapshot.Find(partition) is { HasLeader: true } known ? known.Leader : BrokerId.None;

    /// <summary>Why nobody can be asked; null where somebody can.</summary>
    public ClientException? WhyNot(TopicPartition partition)
    {
        var topic = cluster.Metadata.Snapshot.Find(partition.Topic);
        if (topic is { Error: not KafkaError.None })
        {
            return ClientErrors.OfTopic(topic.Name, topic.Error);
        }

        return topic?.Find(partition.Partition) switch
        {
            null => new ClientException(KafkaError.UnknownTopicOrPartition, $"There is no partition {partition}."),
            { HasLeader: false } =>
                new ClientException(KafkaError.LeaderNotAvailable, $"{partition} has no leader at the moment."),
            _ => null,
        };
    }

    private async Task FindRest(
        IReadOnlyDictionary<TopicPartition, long> times,
        Dictionary<TopicPartition, FoundOffset> found,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        var rest = times.Where(time => !found.ContainsKey(time.Key)).ToDictionary();
        foreach (var topic in rest.Keys.Select(partition => partition.Topic).Distinct())
        {
            await cluster.Metadata.Topic(topic, deadline, cancellationToken).ConfigureAwait(false);
        }

        ClientException? failure = null;
        foreach (var (partition, answer) in await FindOnce(rest, cancellationToken).ConfigureAwait(false))
        {
            if (answer.Failure is null)
            {
                found[partition] = answer.Found;
            }
            else if (failure is null or { IsRetriable: true })
            {
                failure = answer.Failure;
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private async Task<IReadOnlyDictionary<TopicPartition, OffsetAnswer>> Ask(
        BrokerId leader,
        IReadOnlyList<TopicPartition> partitions,
        IReadOnlyDictionary<TopicPartition, long> times,
        CancellationToken cancellationToken)
    {
        try
        {
            var request = RequestOf(partitions, times);
            var response = await cluster.Send(leader, request, cancellationToken).ConfigureAwait(false);
            return Read(response, partitions);
        }
        catch (ClientException failure)
        {
            return partitions.ToDictionary(partition => partition, _ => OffsetAnswer.Of(failure));
        }
    }

    private ListOffsetsRequest RequestOf(
        IEnumerable<TopicPartition> partitions, IReadOnlyDictionary<TopicPartition, long> times) => new()
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

    private LeaderEpoch EpochOf(TopicPartition partition) =>
        cluster.Metadata.Snapshot.Find(partition)?.LeaderEpoch ?? LeaderEpoch.None;

    private static Dictionary<TopicPartition, OffsetAnswer> Read(
        ListOffsetsResponse response, IReadOnlyList<TopicPartition> asked)
    {
        var answers = asked.ToDictionary(partition => partition, partition => OffsetAnswer.Of(
            new MalformedResponseException($"Offsets of {partition}: the leader's answer does not name it.")));
        foreach (var topic in response.Topics)
        {
            foreach (var answer in topic.Partitions)
            {
                var partition = new TopicPartition(topic.Name, answer.PartitionIndex);
                answers[partition] = answer.Error is KafkaError.None
                    ? new(new(answer.Offset, answer.Timestamp, answer.LeaderEpoch), null)
                    : OffsetAnswer.Of(ClientErrors.Of(answer.Error, $"Offsets of {partition}"));
            }
        }

        return answers;
    }
}
