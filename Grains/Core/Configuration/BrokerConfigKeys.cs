namespace Cloud.Core.Configuration;

/// <summary>The names of the settings of a broker: Kafka's. Those of topics' defaults are not among them.</summary>
public static class BrokerConfigKeys
{
    public const string AdvertisedListeners = "advertised.listeners";
    public const string AutoCreateTopicsEnable = "auto.create.topics.enable";
    public const string BrokerId = "broker.id";
    public const string BrokerRack = "broker.rack";
    public const string ConnectionsMaxIdleMs = "connections.max.idle.ms";
    public const string DefaultReplicationFactor = "default.replication.factor";
    public const string DeleteTopicEnable = "delete.topic.enable";
    public const string FetchMaxBytes = "fetch.max.bytes";
    public const string GroupConsumerAssignors = "group.consumer.assignors";
    public const string GroupConsumerHeartbeatIntervalMs = "group.consumer.heartbeat.interval.ms";
    public const string GroupConsumerMaxSize = "group.consumer.max.size";
    public const string GroupConsumerMigrationPolicy = "group.consumer.migration.policy";
    public const string GroupConsumerSessionTimeoutMs = "group.consumer.session.timeout.ms";
    public const string GroupInitialRebalanceDelayMs = "group.initial.rebalance.delay.ms";
    public const string GroupMaxSessionTimeoutMs = "group.max.session.timeout.ms";
    public const string GroupMaxSize = "group.max.size";
    public const string GroupMinSessionTimeoutMs = "group.min.session.timeout.ms";
    public const string Listeners = "listeners";
    public const string LogCleanerBackoffMs = "log.cleaner.backoff.ms";
    public const string LogCleanerDedupeBufferSize = "log.cleaner.dedupe.buffer.size";
    public const string LogCleanerIoMaxBytesPerSecond = "log.cleaner.io.max.bytes.per.second";
    public const string LogDirs = "log.dirs";
    public const string LogFlushOffsetCheckpointIntervalMs = "log.flush.offset.checkpoint.interval.ms";
    public const string LogInitialTaskDelayMs = "log.initial.task.delay.ms";
    public const string LogRetentionCheckIntervalMs = "log.retention.check.interval.ms";
    public const string MaxConnections = "max.connections";
    public const string MaxConnectionsPerIp = "max.connections.per.ip";
    public const string MaxRequestPartitionSizeLimit = "max.request.partition.size.limit";
    public const string NodeId = "node.id";
    public const string NumPartitions = "num.partitions";
    public const string NumRecoveryThreadsPerDataDir = "num.recovery.threads.per.data.dir";
    public const string OffsetMetadataMaxBytes = "offset.metadata.max.bytes";
    public const string OffsetsCommitTimeoutMs = "offsets.commit.timeout.ms";
    public const string OffsetsRetentionCheckIntervalMs = "offsets.retention.check.interval.ms";
    public const string OffsetsRetentionMinutes = "offsets.retention.minutes";
    public const string OffsetsTopicCompressionCodec = "offsets.topic.compression.codec";
    public const string OffsetsTopicNumPartitions = "offsets.topic.num.partitions";
    public const string OffsetsTopicReplicationFactor = "offsets.topic.replication.factor";
    public const string OffsetsTopicSegmentBytes = "offsets.topic.segment.bytes";
    public const string ProducerIdExpirationCheckIntervalMs = "producer.id.expiration.check.interval.ms";
    public const string ProducerIdExpirationMs = "producer.id.expiration.ms";
    public const string QueuedMaxRequestBytes = "queued.max.request.bytes";
    public const string ReplicaHighWatermarkCheckpointIntervalMs = "replica.high.watermark.checkpoint.interval.ms";
    public const string ReplicaLagTimeMaxMs = "replica.lag.time.max.ms";
    public const string SocketRequestMaxBytes = "socket.request.max.bytes";
}
