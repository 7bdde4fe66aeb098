using System.Globalization;
using Cloud.Core.Configuration;
using Cloud.Core.Controller;
using Cloud.Core.Storage.Maintenance;

namespace Cloud.Grains.Brokers;

/// <summary>Turns a broker's configuration into the limits and rhythms that it stands for.</summary>
public static class ConfiguredSettings
{
    // Also the last resort of flush.ms, and for that reason a row of the topics' settings.
    private const string FlushCheckIntervalKey = "log.flush.scheduler.interval.ms";

    public static BrokerSettings ToBrokerSettings(this BrokerConfig config)
    {
        var defaults = new BrokerSettings();
        return defaults with
        {
            Config = config,
            Replication = defaults.Replication with
            {
                LagTimeMax = config.Duration(BrokerConfigKeys.ReplicaLagTimeMaxMs),
            },
            Broker = defaults.Broker with
            {
                HighWatermarkCheckpointInterval =
                    config.Duration(BrokerConfigKeys.ReplicaHighWatermarkCheckpointIntervalMs),
                Maintenance = config.ToMaintenance(),
                Compactor = new()
                {
                    MapBytesMax = config.Int(BrokerConfigKeys.LogCleanerDedupeBufferSize),
                    BytesPerSecondMax = config.Double(BrokerConfigKeys.LogCleanerIoMaxBytesPerSecond),
                    KeySecret = CompactionSecret.New(),
                },
                TopicDefaults = config.TopicDefaults,
            },
            DataFolder = defaults.DataFolder with
            {
                RecoveryParallelism = config.Int(BrokerConfigKeys.NumRecoveryThreadsPerDataDir),
                ProducerExpiration = config.Duration(BrokerConfigKeys.ProducerIdExpirationMs),
            },
            Groups = config.ToGroupHosting(),
            OffsetsTopic = config.ToOffsetsTopic(),
        };
    }

    public static ControllerOptions ToControllerOptions(this BrokerConfig config) => new()
    {
        DefaultPartitionCount = config.Int(BrokerConfigKeys.NumPartitions),
        DefaultReplicationFactor = checked((short)config.Int(BrokerConfigKeys.DefaultReplicationFactor)),
    };

    private static MaintenanceOptions ToMaintenance(this BrokerConfig config)
    {
        var defaults = new MaintenanceOptions();
        return defaults with
        {
            InitialDelay = config.Duration(BrokerConfigKeys.LogInitialTaskDelayMs),
            RetentionCheckInterval = config.Duration(BrokerConfigKeys.LogRetentionCheckIntervalMs),
            FlushCheckInterval = config.Given.TryGetValue(FlushCheckIntervalKey, out var interval)
                ? TimeSpan.FromMilliseconds(
                    Math.Clamp(long.Parse(interval, CultureInfo.InvariantCulture), 1, int.MaxValue))
                : defaults.FlushCheckInterval,
            CheckpointInterval = config.Duration(BrokerConfigKeys.LogFlushOffsetCheckpointIntervalMs),
            ProducerExpirationCheckInterval = config.Duration(BrokerConfigKeys.ProducerIdExpirationCheckIntervalMs),
            CompactionBackoff = config.Duration(BrokerConfigKeys.LogCleanerBackoffMs),
        };
    }
}
