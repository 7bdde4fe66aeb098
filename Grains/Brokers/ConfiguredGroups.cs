using Cloud.Core.Configuration;
using Cloud.Core.Groups;
using Cloud.Core.Groups.Hosting;
using Cloud.Core.Storage.Configuration;
using Cloud.Grains.Groups;
using Cloud.Protocol.Compression;

namespace Cloud.Grains.Brokers;

/// <summary>Turns a broker's configuration into the limits of consumer groups.</summary>
internal static class ConfiguredGroups
{
    public static GroupHostingOptions ToGroupHosting(this BrokerConfig config) => new()
    {
        Groups = config.ToGroupOptions(),
        CommitTimeout = config.Duration(BrokerConfigKeys.OffsetsCommitTimeoutMs),
    };

    public static OffsetsTopicSettings ToOffsetsTopic(this BrokerConfig config) => new()
    {
        PartitionCount = config.Int(BrokerConfigKeys.OffsetsTopicNumPartitions),
        ReplicationFactor = config.Int(BrokerConfigKeys.OffsetsTopicReplicationFactor),
        SegmentBytes = config.Int(BrokerConfigKeys.OffsetsTopicSegmentBytes),
    };

    private static GroupOptions ToGroupOptions(this BrokerConfig config) => new()
    {
        InitialRebalanceDelay = config.Duration(BrokerConfigKeys.GroupInitialRebalanceDelayMs),
        SessionTimeoutMin = config.Duration(BrokerConfigKeys.GroupMinSessionTimeoutMs),
        SessionTimeoutMax = config.Duration(BrokerConfigKeys.GroupMaxSessionTimeoutMs),
        ClassicMembersMax = config.Int(BrokerConfigKeys.GroupMaxSize),
        ConsumerMembersMax = config.Int(BrokerConfigKeys.GroupConsumerMaxSize),
        ConsumerSessionTimeout = config.Duration(BrokerConfigKeys.GroupConsumerSessionTimeoutMs),
        ConsumerHeartbeatInterval = config.Duration(BrokerConfigKeys.GroupConsumerHeartbeatIntervalMs),
        ConsumerAssignors =
            [.. ConfigRule.ListOf.Split(config.Text(BrokerConfigKeys.GroupConsumerAssignors)!)],
        MigrationPolicy = Enum.Parse<MigrationPolicy>(
            config.Text(BrokerConfigKeys.GroupConsumerMigrationPolicy)!, ignoreCase: true),
        OffsetMetadataMax = config.Int(BrokerConfigKeys.OffsetMetadataMaxBytes),
        OffsetsRetention = TimeSpan.FromMinutes(config.Int(BrokerConfigKeys.OffsetsRetentionMinutes)),
        Compression = (CompressionCodec)config.Int(BrokerConfigKeys.OffsetsTopicCompressionCodec),
        OffsetsRetentionCheckInterval = config.Duration(BrokerConfigKeys.OffsetsRetentionCheckIntervalMs),
    };
}
