using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Cloud.Core.Storage.Configuration;

namespace Cloud.Core.Configuration;

/// <summary>
/// The table of a broker's own settings, beside the defaults of topic settings. Names, types and meanings are those of
/// Apache Kafka 4; defaults as well, where the text says nothing else. A key that would do nothing has no row.
/// </summary>
public static class BrokerConfigDefinitions
{
    private static readonly ConfigRule Text = new ConfigRule.AnyText();

    private static readonly BrokerConfigDefinition[] General =
    [
        new(BrokerConfigKeys.AdvertisedListeners, Text, null,
            "The addresses that clients are told to reach this broker at, by listener.")
        {
            Importance = ConfigImportance.High, SetBy = "--advertised-listener and Cloud:Listeners",
        },
        new(BrokerConfigKeys.AutoCreateTopicsEnable, new ConfigRule.Boolean(), "false",
            "Whether asking for an unknown topic's metadata makes the topic. Kafka's default is true; here nobody " +
            "gets a topic by a slip of the pen.") { Importance = ConfigImportance.High },
        new(BrokerConfigKeys.BrokerId, ConfigRule.Int(0), null, "The same as node.id, under its older name.")
        {
            Importance = ConfigImportance.High, SetBy = "--broker-id",
        },
        new(BrokerConfigKeys.BrokerRack, Text, null,
            "Where the broker stands: replicas of a partition are spread over racks."),
        new(BrokerConfigKeys.ConnectionsMaxIdleMs, ConfigRule.Long(-1), "600000",
            "A connection on which nothing moves for so long is closed; -1 for never."),
        new(BrokerConfigKeys.DefaultReplicationFactor, ConfigRule.IntIn(1, short.MaxValue), "1",
            "Replicas of a topic that is created without saying how many."),
        new(BrokerConfigKeys.DeleteTopicEnable, new ConfigRule.Boolean(), "true", "Whether topics may be deleted.")
        {
            Importance = ConfigImportance.High,
        },
        new(BrokerConfigKeys.FetchMaxBytes, ConfigRule.Int(1024), "57671680",
            "The most bytes that one fetch is answered with; one batch is answered whatever its size."),
        new(BrokerConfigKeys.Listeners, Text, null, "The addresses that this broker listens on.")
        {
            Importance = ConfigImportance.High, SetBy = "--bind, --kafka-port and Cloud:Listeners",
        },
        new(BrokerConfigKeys.LogCleanerBackoffMs, ConfigRule.Long(0), "15000",
            "How long compaction waits after it found nothing to compact."),
        new(BrokerConfigKeys.LogCleanerDedupeBufferSize, ConfigRule.LongIn(1024 * 1024, int.MaxValue), "134217728",
            "Memory for the keys of a log while it is compacted. More keys at once mean fewer passes."),
        new(BrokerConfigKeys.LogCleanerIoMaxBytesPerSecond, new ConfigRule.Positive(), "1.7976931348623157E308",
            "The most that compaction reads and writes in a second."),
        new(BrokerConfigKeys.LogDirs, Text, null, "The folder that holds this broker's logs.")
        {
            Importance = ConfigImportance.High, SetBy = "--data",
        },
        new(BrokerConfigKeys.LogFlushOffsetCheckpointIntervalMs, ConfigRule.Int(1), "60000",
            "How often it is saved up to where each log is flushed, and where it starts: recovery begins there.")
        {
            Importance = ConfigImportance.High,
        },
        new(BrokerConfigKeys.LogInitialTaskDelayMs, ConfigRule.Long(0), "30000",
            "From the start of the broker to the first upkeep of its logs.") { Importance = ConfigImportance.Low },
        new(BrokerConfigKeys.LogRetentionCheckIntervalMs, ConfigRule.Long(1), "300000",
            "How often it is looked for records that may go."),
        new(BrokerConfigKeys.MaxConnections, ConfigRule.Int(0), "20000",
            "The most connections at a time; further ones are closed at once. Kafka's default has no limit."),
        new(BrokerConfigKeys.MaxConnectionsPerIp, ConfigRule.Int(0), "2147483647",
            "The most connections at a time from one address."),
        new(BrokerConfigKeys.MaxRequestPartitionSizeLimit, ConfigRule.Int(1), "2000",
            "The most partitions that one page of described topics shows."),
        new(BrokerConfigKeys.NodeId, ConfigRule.Int(0), null, "The number of this broker.")
        {
            Importance = ConfigImportance.High, SetBy = "--broker-id",
        },
        new(BrokerConfigKeys.NumPartitions, ConfigRule.Int(1), "1",
            "Partitions of a topic that is created without saying how many."),
        new(BrokerConfigKeys.NumRecoveryThreadsPerDataDir, ConfigRule.IntIn(1, 256), "2",
            "Logs that are verified at the same time after an unclean end.") { Importance = ConfigImportance.High },
        new(BrokerConfigKeys.ProducerIdExpirationCheckIntervalMs, ConfigRule.Int(1), "600000",
            "How often it is looked for producers that may be forgotten.") { Importance = ConfigImportance.Low },
        new(BrokerConfigKeys.ProducerIdExpirationMs, ConfigRule.Int(1), "86400000",
            "How long a partition remembers an idempotent producer that writes nothing more.")
        {
            Importance = ConfigImportance.Low,
        },
        new(BrokerConfigKeys.QueuedMaxRequestBytes, ConfigRule.Long(-1), "536870912",
            "Bytes of requests that are read or served at a time, of all connections together; -1 for no limit, " +
            "which is Kafka's default."),
        new(BrokerConfigKeys.ReplicaHighWatermarkCheckpointIntervalMs, ConfigRule.Long(1), "5000",
            "How often it is saved up to where each partition is committed.") { Importance = ConfigImportance.High },
        new(BrokerConfigKeys.ReplicaLagTimeMaxMs, ConfigRule.Long(1), "30000",
            "A replica that has not been caught up for so long is in sync no more.")
        {
            Importance = ConfigImportance.High,
        },
        new(BrokerConfigKeys.SocketRequestMaxBytes, ConfigRule.Int(1), "104857600",
            "The largest request that is accepted; a larger one closes its connection.")
        {
            Importance = ConfigImportance.High,
        },
    ];

    private static readonly BrokerConfigDefinition[] Rows =
        [.. General.Concat(GroupConfigDefinitions.Rows).OrderBy(row => row.Name, StringComparer.Ordinal)];

    private static readonly FrozenDictionary<string, BrokerConfigDefinition> ByName =
        Rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>Sorted by name.</summary>
    public static IReadOnlyList<BrokerConfigDefinition> All => Rows;

    public static bool TryGet(string name, [NotNullWhen(true)] out BrokerConfigDefinition? definition) =>
        ByName.TryGetValue(name, out definition);
}
