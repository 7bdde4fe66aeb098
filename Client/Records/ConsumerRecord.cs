using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>A record that was read.</summary>
public readonly record struct ConsumerRecord<TKey, TValue>
{
    public required TopicPartition TopicPartition { get; init; }

    public string Topic => TopicPartition.Topic;

    public int Partition => TopicPartition.Partition;

    public required Offset Offset { get; init; }

    /// <summary>The epoch of the leader that wrote it; none where it is not known.</summary>
    public required LeaderEpoch LeaderEpoch { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Whose time that is: the producer's or the broker's.</summary>
    public required TimestampType TimestampType { get; init; }

    public required TKey Key { get; init; }

    /// <summary>Null: a tombstone.</summary>
    public required TValue Value { get; init; }

    /// <summary>Never null; empty and shared where the record has none, so it is not to be added to.</summary>
    public required Headers Headers { get; init; }
}
