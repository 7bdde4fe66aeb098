using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>One request to one broker.</summary>
internal sealed record FetchPlan(BrokerId Broker, IReadOnlyList<PlannedFetch> Partitions, int MaxBytes)
{
    // From this version on topics are named by id only.
    private const short LastVersionWithNames = 12;

    private readonly Dictionary<(TopicId, int), PlannedFetch> _byId = Partitions
        .Where(partition => partition.TopicId != TopicId.None)
        .ToDictionary(partition => (partition.TopicId, partition.State.Id.Partition));

    private readonly Dictionary<TopicPartition, PlannedFetch> _byName =
        Partitions.ToDictionary(partition => partition.State.Id);

    /// <summary>The highest version in which all topics can be named.</summary>
    public short VersionMax => _byId.Count == Partitions.Count ? short.MaxValue : LastVersionWithNames;

    public FetchRequest ToRequest(ConsumerOptions options) => new()
    {
        ReplicaId = BrokerId.None,
        MaxWait = options.FetchMaxWait,
        MinBytes = options.FetchMinBytes,
        MaxBytes = MaxBytes,
        IsolationLevel = (sbyte)options.IsolationLevel,
        RackId = options.ClientRack,
        Topics =
        [
            .. Partitions.GroupBy(partition => (partition.State.Id.Topic, partition.TopicId)).Select(topic =>
                new FetchRequest.FetchTopic
                {
                    Topic = topic.Key.Topic,
                    TopicId = topic.Key.TopicId,
                    Partitions = [.. topic.Select(partition => ToRequest(partition, options))],
                }),
        ],
    };

    public PlannedFetch? Find(FetchResponse.FetchableTopicResponse topic, int partition) =>
        topic.TopicId != TopicId.None
            ? _byId.GetValueOrDefault((topic.TopicId, partition))
            : _byName.GetValueOrDefault(new(topic.Topic, partition));

    private static FetchRequest.FetchPartition ToRequest(PlannedFetch planned, ConsumerOptions options) => new()
    {
        Partition = planned.State.Id.Partition,
        CurrentLeaderEpoch = planned.LeaderEpoch,
        FetchOffset = planned.From.Offset,
        LastFetchedEpoch = planned.From.Epoch,
        PartitionMaxBytes = options.MaxPartitionFetchBytes,
    };
}
