using Cloud.Core.Storage.Configuration;

namespace Cloud.Core.Configuration;

/// <summary>
/// Of the table of a broker's settings the rows about consumer groups, whether their own or their topic's.
/// </summary>
internal static class GroupConfigDefinitions
{
    public static readonly BrokerConfigDefinition[] Rows =
    [
        new(BrokerConfigKeys.GroupConsumerAssignors,
            new ConfigRule.ListOf("uniform", "range") { IsEmptyAllowed = false }, "uniform,range",
            "The assignors that members of a KIP-848 group may ask for; the first is for those who do not."),
        new(BrokerConfigKeys.GroupConsumerHeartbeatIntervalMs, ConfigRule.Int(1), "5000",
            "How often members of a KIP-848 group are told to send a heartbeat."),
        new(BrokerConfigKeys.GroupConsumerMaxSize, ConfigRule.Int(1), "2147483647",
            "The most members of a KIP-848 group."),
        new(BrokerConfigKeys.GroupConsumerMigrationPolicy,
            new ConfigRule.OneOf("disabled", "downgrade", "upgrade", "bidirectional"), "bidirectional",
            "Whether a group that has members may change its protocol: from the classic one when the first member of " +
            "KIP-848 comes (upgrade), back when the last one goes (downgrade)."),
        new(BrokerConfigKeys.GroupConsumerSessionTimeoutMs, ConfigRule.Int(1), "45000",
            "A member of a KIP-848 group that was silent for so long is taken for dead."),
        new(BrokerConfigKeys.GroupInitialRebalanceDelayMs, ConfigRule.Int(0), "3000",
            "How long the first rebalance of an empty group waits for more members to come."),
        new(BrokerConfigKeys.GroupMaxSessionTimeoutMs, ConfigRule.Int(0), "1800000",
            "The longest session time-out that a member of the classic protocol may ask for."),
        new(BrokerConfigKeys.GroupMaxSize, ConfigRule.Int(1), "2147483647", "The most members of a classic group."),
        new(BrokerConfigKeys.GroupMinSessionTimeoutMs, ConfigRule.Int(0), "6000",
            "The shortest session time-out that a member of the classic protocol may ask for."),
        new(BrokerConfigKeys.OffsetMetadataMaxBytes, ConfigRule.Int(0), "4096",
            "The longest text that a member may keep beside an offset.") { Importance = ConfigImportance.High },
        new(BrokerConfigKeys.OffsetsCommitTimeoutMs, ConfigRule.Int(1), "5000",
            "How long it may take until all replicas in sync have an offset that is committed.")
        {
            Importance = ConfigImportance.High,
        },
        new(BrokerConfigKeys.OffsetsRetentionCheckIntervalMs, ConfigRule.Long(1), "600000",
            "How often it is looked for offsets that may be forgotten.") { Importance = ConfigImportance.High },
        new(BrokerConfigKeys.OffsetsRetentionMinutes, ConfigRule.Int(1), "10080",
            "How long offsets are kept after their group has fallen empty, or nobody subscribes to their topic.")
        {
            Importance = ConfigImportance.High,
        },
        new(BrokerConfigKeys.OffsetsTopicCompressionCodec, ConfigRule.IntIn(0, 4), "0",
            "How what is written to the topic of offsets is compressed: 0 not at all, 1 gzip, 2 snappy, 3 lz4, 4 zstd.")
        {
            Importance = ConfigImportance.High,
        },
        new(BrokerConfigKeys.OffsetsTopicNumPartitions, ConfigRule.Int(1), "50",
            "Partitions of the topic of offsets when it is made. They must not become more afterwards.")
        {
            Importance = ConfigImportance.High,
        },
        new(BrokerConfigKeys.OffsetsTopicReplicationFactor, ConfigRule.IntIn(1, short.MaxValue), "3",
            "Replicas of the topic of offsets when it is made; fewer where the cluster has fewer brokers, while " +
            "Kafka waits for more.") { Importance = ConfigImportance.High },
        new(BrokerConfigKeys.OffsetsTopicSegmentBytes, ConfigRule.Int(1), "104857600",
            "Segment size of the topic of offsets when it is made.") { Importance = ConfigImportance.High },
    ];
}
