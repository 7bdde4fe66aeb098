using Cloud.Core.Configuration;
using Cloud.Core.Controller;
using Cloud.Core.Groups;
using Cloud.Gateway;
using Cloud.Grains.Brokers;
using Cloud.Grains.Groups;
using Cloud.Protocol.Compression;
using Cloud.Silo.Startup;
using Microsoft.Extensions.Configuration;

namespace Cloud.Integration.Silos;

/// <summary>How settings of brokers come to where they count.</summary>
public sealed class ConfigSettingsTests
{
    [Fact]
    public void Environment_spells_keys_with_underscores_and_outdoes_the_file()
    {
        Dictionary<string, string> variables = new() { ["CLOUD__CONFIG__LOG_RETENTION_HOURS"] = "2", ["PATH"] = "/" };

        var config = Read(
            new() { ["Cloud:Config:log.retention.hours"] = "1", ["Cloud:Config:num.partitions"] = "3" },
            new() { ["Cloud:CONFIG:LOG_RETENTION_HOURS"] = "2" },
            ConfigSettings.OfEnvironment(variables));

        Assert.Equal(
            [("log.retention.hours", "2"), ("num.partitions", "3")],
            config.Given.Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public void Command_line_splits_at_the_first_sign()
    {
        var given = ConfigSettings.OfCommandLine(["broker.rack=a=b", "broker.rack=c=d"]);

        Assert.Equal(["a=b", "c=d"], given.Select(setting => setting.Value));
        Assert.Throws<StartupException>(() => ConfigSettings.OfCommandLine(["=1"]).ToList());
    }

    [Theory]
    [InlineData("log.retention.days", "1", "Unknown setting log.retention.days")]
    [InlineData("LOG_RETENTION_HOURS", "1", "Unknown setting LOG_RETENTION_HOURS")]
    [InlineData("num.partitions", "", "num.partitions")]
    public void Setting_that_cannot_be_is_named(string key, string value, string expected)
    {
        var error = Assert.Throws<StartupException>(() => Read(
            new Dictionary<string, string?> { [$"Cloud:Config:{key}"] = value }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_configured_gives_the_defaults_that_the_options_have()
    {
        var settings = BrokerConfig.Default.ToBrokerSettings();
        var defaults = new BrokerSettings();

        Assert.Equal(new GatewayOptions(), BrokerConfig.Default.ToGatewayOptions());
        Assert.Equal(new ControllerOptions(), BrokerConfig.Default.ToControllerOptions());
        Assert.Equal(defaults.Replication, settings.Replication);
        Assert.Equal(defaults.DataFolder, settings.DataFolder);
        Assert.Equal(defaults.Broker.Maintenance, settings.Broker.Maintenance);
        Assert.Equal(
            defaults.Broker.HighWatermarkCheckpointInterval, settings.Broker.HighWatermarkCheckpointInterval);
        Assert.Equal(defaults.OffsetsTopic, settings.OffsetsTopic);
        Assert.Equal(defaults.Groups.CommitTimeout, settings.Groups.CommitTimeout);
        Assert.Equal("uniform,range", string.Join(',', settings.Groups.Groups.ConsumerAssignors));
        Assert.Equal(
            defaults.Groups.Groups with { ConsumerAssignors = [] },
            settings.Groups.Groups with { ConsumerAssignors = [] });
        Assert.Empty(settings.Broker.TopicDefaults);
        var compactor = new Core.Storage.Compaction.CompactorOptions { KeySecret = default };
        Assert.Equal(compactor, settings.Broker.Compactor! with { KeySecret = default });
    }

    [Fact]
    public void Every_setting_has_an_effect()
    {
        var config = BrokerConfig.Parse(
            new Dictionary<string, string>
            {
                ["auto.create.topics.enable"] = "true",
                ["connections.max.idle.ms"] = "-1",
                ["default.replication.factor"] = "3",
                ["delete.topic.enable"] = "false",
                ["fetch.max.bytes"] = "2048",
                ["log.cleaner.backoff.ms"] = "1",
                ["log.cleaner.dedupe.buffer.size"] = "2097152",
                ["log.cleaner.io.max.bytes.per.second"] = "1e6",
                ["log.flush.offset.checkpoint.interval.ms"] = "2",
                ["log.initial.task.delay.ms"] = "3",
                ["log.retention.check.interval.ms"] = "4",
                ["max.connections"] = "5",
                ["max.connections.per.ip"] = "6",
                ["max.request.partition.size.limit"] = "7",
                ["num.partitions"] = "8",
                ["num.recovery.threads.per.data.dir"] = "9",
                ["producer.id.expiration.check.interval.ms"] = "10",
                ["producer.id.expiration.ms"] = "11",
                ["queued.max.request.bytes"] = "-1",
                ["replica.high.watermark.checkpoint.interval.ms"] = "12",
                ["replica.lag.time.max.ms"] = "13",
                ["socket.request.max.bytes"] = "14",
                ["log.retention.hours"] = "15",
                ["log.flush.scheduler.interval.ms"] = "16",
            },
            out var fault);
        var (settings, maintenance) = (config.ToBrokerSettings(), config.ToBrokerSettings().Broker.Maintenance);

        Assert.Null(fault);
        Assert.Equal(
            new GatewayOptions
            {
                IsAutoCreateEnabled = true,
                IdleMax = TimeSpan.MaxValue,
                IsTopicDeletionEnabled = false,
                FetchBytesMax = 2048,
                ConnectionsMax = 5,
                ConnectionsPerAddressMax = 6,
                DescribedPartitionsMax = 7,
                RequestMemoryMax = long.MaxValue,
                RequestBytesMax = 14,
            },
            config.ToGatewayOptions());
        Assert.Equal(
            new ControllerOptions { DefaultPartitionCount = 8, DefaultReplicationFactor = 3 },
            config.ToControllerOptions());
        Assert.Equal(
            (1, 2, 3, 4, 10, 16),
            (Milliseconds(maintenance.CompactionBackoff),
                Milliseconds(maintenance.CheckpointInterval),
                Milliseconds(maintenance.InitialDelay),
                Milliseconds(maintenance.RetentionCheckInterval),
                Milliseconds(maintenance.ProducerExpirationCheckInterval),
                Milliseconds(maintenance.FlushCheckInterval)));
        Assert.Equal(2097152, settings.Broker.Compactor!.MapBytesMax);
        Assert.Equal(1e6, settings.Broker.Compactor.BytesPerSecondMax);
        Assert.Equal(9, settings.DataFolder.RecoveryParallelism);
        Assert.Equal(11, Milliseconds(settings.DataFolder.ProducerExpiration));
        Assert.Equal(12, Milliseconds(settings.Broker.HighWatermarkCheckpointInterval));
        Assert.Equal(13, Milliseconds(settings.Replication.LagTimeMax));
        Assert.Equal("15", settings.Broker.TopicDefaults["log.retention.hours"]);
    }

    [Fact]
    public void Every_setting_of_groups_has_an_effect()
    {
        var config = BrokerConfig.Parse(
            new Dictionary<string, string>
            {
                ["group.consumer.assignors"] = "range, uniform",
                ["group.consumer.heartbeat.interval.ms"] = "1",
                ["group.consumer.max.size"] = "2",
                ["group.consumer.migration.policy"] = "upgrade",
                ["group.consumer.session.timeout.ms"] = "3",
                ["group.initial.rebalance.delay.ms"] = "4",
                ["group.max.session.timeout.ms"] = "5",
                ["group.max.size"] = "6",
                ["group.min.session.timeout.ms"] = "7",
                ["offset.metadata.max.bytes"] = "8",
                ["offsets.commit.timeout.ms"] = "9",
                ["offsets.retention.check.interval.ms"] = "10",
                ["offsets.retention.minutes"] = "11",
                ["offsets.topic.compression.codec"] = "3",
                ["offsets.topic.num.partitions"] = "12",
                ["offsets.topic.replication.factor"] = "13",
                ["offsets.topic.segment.bytes"] = "14",
            },
            out var fault);
        var settings = config.ToBrokerSettings();

        Assert.Null(fault);
        Assert.Equal("range,uniform", string.Join(',', settings.Groups.Groups.ConsumerAssignors));
        Assert.Equal(
            new GroupOptions
            {
                ConsumerAssignors = [],
                ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(1),
                ConsumerMembersMax = 2,
                MigrationPolicy = MigrationPolicy.Upgrade,
                ConsumerSessionTimeout = TimeSpan.FromMilliseconds(3),
                InitialRebalanceDelay = TimeSpan.FromMilliseconds(4),
                SessionTimeoutMax = TimeSpan.FromMilliseconds(5),
                ClassicMembersMax = 6,
                SessionTimeoutMin = TimeSpan.FromMilliseconds(7),
                OffsetMetadataMax = 8,
                OffsetsRetentionCheckInterval = TimeSpan.FromMilliseconds(10),
                OffsetsRetention = TimeSpan.FromMinutes(11),
                Compression = CompressionCodec.Lz4,
            },
            settings.Groups.Groups with { ConsumerAssignors = [] });
        Assert.Equal(9, Milliseconds(settings.Groups.CommitTimeout));
        Assert.Equal(
            new OffsetsTopicSettings { PartitionCount = 12, ReplicationFactor = 13, SegmentBytes = 14 },
            settings.OffsetsTopic);
    }

    private static int Milliseconds(TimeSpan duration) => (int)duration.TotalMilliseconds;

    private static BrokerConfig Read(params Dictionary<string, string?>[] layers)
    {
        var builder = new ConfigurationBuilder();
        foreach (var layer in layers)
        {
            builder.AddInMemoryCollection(layer);
        }

        return ConfigSettings.Read(builder.Build());
    }
}
