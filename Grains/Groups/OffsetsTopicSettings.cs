using System.Collections.Immutable;
using System.Globalization;
using Cloud.Core.Storage.Configuration;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Protocol;

namespace Cloud.Grains.Groups;

/// <summary>How <c>__consumer_offsets</c> is made when the first group is asked for. Kafka's defaults.</summary>
public sealed record OffsetsTopicSettings
{
    // A decision about a group is one batch, whatever its size: a large group's assignment is more than the 1 MiB that
    // topics take by default, and a batch that is refused costs all groups of the partition a reload.
    private const int BatchBytesMax = 16 * 1024 * 1024;

    /// <summary><c>offsets.topic.num.partitions</c>: groups are spread over them for good.</summary>
    public int PartitionCount { get; init; } = 50;

    /// <summary>
    /// <c>offsets.topic.replication.factor</c>; fewer where the cluster has fewer brokers, in service or not.
    /// </summary>
    public int ReplicationFactor { get; init; } = 3;

    /// <summary><c>offsets.topic.segment.bytes</c>: small ones keep the log, and so its loading, short.</summary>
    public int SegmentBytes { get; init; } = 100 * 1024 * 1024;

    internal NewTopic ToNewTopic(int brokerCount) =>
        NewTopic.Of(TopicName.ConsumerOffsets, PartitionCount, Math.Min(ReplicationFactor, brokerCount)) with
        {
            IsInternal = true,
            Configs = new Dictionary<string, string>
            {
                [TopicConfigKeys.CleanupPolicy] = "compact",
                [TopicConfigKeys.CompressionType] = "producer",
                [TopicConfigKeys.SegmentBytes] = SegmentBytes.ToString(CultureInfo.InvariantCulture),
                [TopicConfigKeys.MaxMessageBytes] = BatchBytesMax.ToString(CultureInfo.InvariantCulture),
            }.ToImmutableSortedDictionary(),
        };
}
