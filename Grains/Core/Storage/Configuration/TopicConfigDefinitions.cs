using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cloud.Core.Storage.Configuration;

/// <summary>
/// The table of all settings of a topic. Names, types, ranges, defaults and broker synonyms are those of Apache Kafka
/// 4, so that its tools and its users' habits apply. Adding a row here is all it takes for a setting to be described
/// and checked.
/// </summary>
public static class TopicConfigDefinitions
{
    private const string Unlimited = "9223372036854775807";

    private static readonly TopicConfigDefinition[] Rows =
    [
        new(TopicConfigKeys.CleanupPolicy, new ConfigRule.ListOf("compact", "delete"), "delete",
            "What makes old records go: \"delete\" drops whole segments by age and size, \"compact\" keeps the " +
            "latest record of each key, both together do both, and an empty list keeps everything.",
            new BrokerKey("log.cleanup.policy")),
        new(TopicConfigKeys.CompressionType,
            new ConfigRule.OneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"), "producer",
            "The codec that batches are stored with. \"producer\" stores them as they come, which costs the broker " +
            "nothing.",
            new BrokerKey("compression.type")),
        new(TopicConfigKeys.DeleteRetentionMs, ConfigRule.Long(0), "86400000",
            "How long a tombstone stays in a compacted topic after it was first compacted. A reader that starts at " +
            "the beginning must finish within this time to see every deletion.",
            new BrokerKey("log.cleaner.delete.retention.ms")),
        new(TopicConfigKeys.FileDeleteDelayMs, ConfigRule.Long(0), "60000",
            "How long a file that left the log stays on the disk before it is deleted.",
            new BrokerKey("log.segment.delete.delay.ms")),
        new(TopicConfigKeys.FlushMessages, ConfigRule.Long(1), Unlimited,
            "Flush the log to the disk after this many records, whether or not someone waits for it.",
            new BrokerKey("log.flush.interval.messages")),
        new(TopicConfigKeys.FlushMs, ConfigRule.Long(0), Unlimited,
            "Flush the log to the disk when its oldest unflushed record is this old.",
            new("log.flush.interval.ms"), new("log.flush.scheduler.interval.ms")),
        new(TopicConfigKeys.IndexIntervalBytes, ConfigRule.Int(0), "4096",
            "Bytes of log between two entries of the offset index. Smaller finds offsets faster and makes the index " +
            "larger.",
            new BrokerKey("log.index.interval.bytes")),
        new(TopicConfigKeys.LocalRetentionBytes, ConfigRule.Long(-2), "-2",
            "Bytes of a partition to keep on the broker's disk once they are also in the remote tier; -2 means the " +
            "value of retention.bytes.",
            new BrokerKey("log.local.retention.bytes")),
        new(TopicConfigKeys.LocalRetentionMs, ConfigRule.Long(-2), "-2",
            "How long segments stay on the broker's disk once they are also in the remote tier; -2 means the value " +
            "of retention.ms.",
            new BrokerKey("log.local.retention.ms")),
        new(TopicConfigKeys.MaxCompactionLagMs, ConfigRule.Long(1), Unlimited,
            "The longest time that a record may stay out of reach of compaction.",
            new BrokerKey("log.cleaner.max.compaction.lag.ms")),
        new(TopicConfigKeys.MaxMessageBytes, ConfigRule.Int(0), "1048588",
            "The largest batch that is accepted, as it is on the wire: compressed if the producer compresses.",
            new BrokerKey("message.max.bytes")),
        new(TopicConfigKeys.MessageTimestampAfterMaxMs, ConfigRule.Long(0), "3600000",
            "How far a record's timestamp may lie ahead of the broker's clock. Only for CreateTime.",
            new BrokerKey("log.message.timestamp.after.max.ms")),
        new(TopicConfigKeys.MessageTimestampBeforeMaxMs, ConfigRule.Long(0), Unlimited,
            "How far a record's timestamp may lie behind the broker's clock. Only for CreateTime.",
            new BrokerKey("log.message.timestamp.before.max.ms")),
        new(TopicConfigKeys.MessageTimestampType, new ConfigRule.OneOf("CreateTime", "LogAppendTime"), "CreateTime",
            "Whose time a record bears: the producer's (CreateTime) or the broker's on append (LogAppendTime).",
            new BrokerKey("log.message.timestamp.type")),
        new(TopicConfigKeys.MinCleanableDirtyRatio, new ConfigRule.Ratio(), "0.5",
            "The share of a compacted log that must be new before it is compacted again. Lower wastes less space on " +
            "old values and more work on copying.",
            new BrokerKey("log.cleaner.min.cleanable.ratio")),
        new(TopicConfigKeys.MinCompactionLagMs, ConfigRule.Long(0), "0",
            "The least time that a record stays in the log before compaction may drop it.",
            new BrokerKey("log.cleaner.min.compaction.lag.ms")),
        new(TopicConfigKeys.MinInSyncReplicas, ConfigRule.Int(1), "1",
            "How many replicas must be in sync for a write with acks=all to be accepted, and for the high watermark " +
            "to move.",
            new BrokerKey("min.insync.replicas")),
        new(TopicConfigKeys.Preallocate, new ConfigRule.Boolean(), "false",
            "Whether a new segment's file gets its full size at once.",
            new BrokerKey("log.preallocate")),
        new(TopicConfigKeys.RemoteStorageEnable, new ConfigRule.Boolean(), "false",
            "Whether sealed segments are also stored in the remote tier."),
        new(TopicConfigKeys.RetentionBytes, ConfigRule.Long(long.MinValue), "-1",
            "The size to which the \"delete\" policy cuts a partition, a whole segment at a time; negative for no " +
            "limit.",
            new BrokerKey("log.retention.bytes")),
        new(TopicConfigKeys.RetentionMs, ConfigRule.Long(-1), "604800000",
            "How long the \"delete\" policy keeps a segment after its newest record; -1 for no limit.",
            new("log.retention.ms"),
            new("log.retention.minutes", BrokerKey.MillisecondsPerMinute),
            new("log.retention.hours", BrokerKey.MillisecondsPerHour)),
        new(TopicConfigKeys.SegmentBytes, ConfigRule.Int(1024 * 1024), "1073741824",
            "The size at which a segment is closed and a new one begun. Retention and compaction work by whole " +
            "segments.",
            new BrokerKey("log.segment.bytes")),
        new(TopicConfigKeys.SegmentIndexBytes, ConfigRule.Int(4), "10485760",
            "The size at which a segment's index is full, which closes the segment as well.",
            new BrokerKey("log.index.size.max.bytes")),
        new(TopicConfigKeys.SegmentJitterMs, ConfigRule.Long(0), "0",
            "The most by which a segment is closed early, at random, so that not all partitions roll at once.",
            new("log.roll.jitter.ms"), new("log.roll.jitter.hours", BrokerKey.MillisecondsPerHour)),
        new(TopicConfigKeys.SegmentMs, ConfigRule.Long(1), "604800000",
            "The age at which a segment is closed though it is not full, so that retention and compaction can reach " +
            "it.",
            new("log.roll.ms"), new("log.roll.hours", BrokerKey.MillisecondsPerHour)),
        new(TopicConfigKeys.UncleanLeaderElectionEnable, new ConfigRule.Boolean(), "false",
            "Whether a replica that is not in sync may lead when no other is left, at the price of acknowledged " +
            "records.",
            new BrokerKey("unclean.leader.election.enable")),
        new(TopicConfigKeys.WriteCaching, new ConfigRule.Boolean(), "false",
            "false: acks=all is answered once every in-sync replica has flushed to its disk. true: once it is in " +
            "their page caches, as in Kafka, which a power cut of all of them at once loses.",
            new BrokerKey("log.write.caching"))
        {
            Importance = ConfigImportance.High,
        },
    ];

    private static readonly FrozenDictionary<string, TopicConfigDefinition> ByName =
        Rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (TopicConfigDefinition Definition, BrokerKey Key)> ByBrokerKey =
        Rows.SelectMany(row => row.BrokerKeys.Select(key => (Definition: row, Key: key)))
            .ToFrozenDictionary(entry => entry.Key.Name, StringComparer.Ordinal);

    /// <summary>Sorted by name.</summary>
    public static IReadOnlyList<TopicConfigDefinition> All => Rows;

    public static bool TryGet(string name, [NotNullWhen(true)] out TopicConfigDefinition? definition) =>
        ByName.TryGetValue(name, out definition);

    /// <summary>The setting that a broker's setting gives the default of.</summary>
    public static bool TryGetByBrokerKey(
        string brokerKey, [NotNullWhen(true)] out TopicConfigDefinition? definition, out BrokerKey key)
    {
        var isKnown = ByBrokerKey.TryGetValue(brokerKey, out var entry);
        (definition, key) = entry;
        return isKnown;
    }

    /// <summary>
    /// The topic settings that a broker's settings stand for: of a setting's broker keys the first that is set, in the
    /// topic's unit. A negative value ("no limit") has no unit and is taken as it is.
    /// </summary>
    public static Dictionary<string, string> FromBroker(IReadOnlyDictionary<string, string> brokerConfig)
    {
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var definition in Rows)
        {
            foreach (var key in definition.BrokerKeys)
            {
                if (brokerConfig.TryGetValue(key.Name, out var value))
                {
                    defaults.Add(definition.Name, key.InTopicUnit(value));
                    break;
                }
            }
        }

        return defaults;
    }
}
