using Cloud.Core.Storage.Configuration;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Configuration;

public sealed class TopicConfigTests
{
    // As `kafka-configs --describe --all` shows them on an untouched topic of Apache Kafka 4.
    [Theory]
    [InlineData("cleanup.policy", "delete", ConfigType.List)]
    [InlineData("compression.type", "producer", ConfigType.String)]
    [InlineData("delete.retention.ms", "86400000", ConfigType.Long)]
    [InlineData("file.delete.delay.ms", "60000", ConfigType.Long)]
    [InlineData("flush.messages", "9223372036854775807", ConfigType.Long)]
    [InlineData("flush.ms", "9223372036854775807", ConfigType.Long)]
    [InlineData("index.interval.bytes", "4096", ConfigType.Int)]
    [InlineData("local.retention.bytes", "-2", ConfigType.Long)]
    [InlineData("local.retention.ms", "-2", ConfigType.Long)]
    [InlineData("max.compaction.lag.ms", "9223372036854775807", ConfigType.Long)]
    [InlineData("max.message.bytes", "1048588", ConfigType.Int)]
    [InlineData("message.timestamp.after.max.ms", "3600000", ConfigType.Long)]
    [InlineData("message.timestamp.before.max.ms", "9223372036854775807", ConfigType.Long)]
    [InlineData("message.timestamp.type", "CreateTime", ConfigType.String)]
    [InlineData("min.cleanable.dirty.ratio", "0.5", ConfigType.Double)]
    [InlineData("min.compaction.lag.ms", "0", ConfigType.Long)]
    [InlineData("min.insync.replicas", "1", ConfigType.Int)]
    [InlineData("preallocate", "false", ConfigType.Boolean)]
    [InlineData("remote.storage.enable", "false", ConfigType.Boolean)]
    [InlineData("retention.bytes", "-1", ConfigType.Long)]
    [InlineData("retention.ms", "604800000", ConfigType.Long)]
    [InlineData("segment.bytes", "1073741824", ConfigType.Int)]
    [InlineData("segment.index.bytes", "10485760", ConfigType.Int)]
    [InlineData("segment.jitter.ms", "0", ConfigType.Long)]
    [InlineData("segment.ms", "604800000", ConfigType.Long)]
    [InlineData("unclean.leader.election.enable", "false", ConfigType.Boolean)]
    [InlineData("write.caching", "false", ConfigType.Boolean)]
    public void Setting_has_the_default_and_type_of_kafka(string name, string value, ConfigType type)
    {
        Assert.True(TopicConfigDefinitions.TryGet(name, out var definition));

        Assert.Equal(value, definition.Default);
        Assert.Equal(type, definition.Type);
        Assert.Null(definition.Rule.Refuse(definition.Default));
        Assert.NotEmpty(definition.Documentation);
    }

    [Fact]
    public void Table_is_sorted_and_has_no_other_settings()
    {
        var names = TopicConfigDefinitions.All.Select(row => row.Name).ToList();

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(27, names.Distinct().Count());
    }

    [Fact]
    public void Defaults_are_typed()
    {
        var config = TopicConfig.Default;

        Assert.Equal(CleanupPolicy.Delete, config.CleanupPolicy);
        Assert.Null(config.Compression);
        Assert.Null(config.RetentionBytes);
        Assert.Null(config.LocalRetentionBytes);
        Assert.Equal(TimeSpan.FromDays(7), config.RetentionTime);
        Assert.Equal(TimeSpan.FromDays(7), config.LocalRetentionTime);
        Assert.Equal(TimeSpan.MaxValue, config.FlushInterval);
        Assert.Equal(1 << 30, config.SegmentBytes);
        Assert.Equal(TimestampType.CreateTime, config.TimestampType);
        Assert.False(config.IsWriteCached);
    }

    [Fact]
    public void Settings_of_the_topic_win_over_those_of_the_broker()
    {
        var broker = TopicConfigDefinitions.FromBroker(new Dictionary<string, string>
        {
            ["log.retention.hours"] = "2",
            ["log.retention.minutes"] = "30",
            ["log.roll.hours"] = "1",
            ["log.segment.bytes"] = "2097152",
            ["unrelated"] = "x",
        });

        var result = TopicConfigParser.Parse(Map("segment.bytes=1048576"), broker);

        Assert.Equal(TimeSpan.FromMinutes(30), result.Config!.RetentionTime);
        Assert.Equal(TimeSpan.FromHours(1), result.Config.SegmentTime);
        Assert.Equal(1 << 20, result.Config.SegmentBytes);
    }

    [Fact]
    public void Unlimited_hours_of_the_broker_stay_unlimited()
    {
        var broker = TopicConfigDefinitions.FromBroker(Map("log.retention.hours=-1"));

        Assert.Null(TopicConfigParser.Parse(Map(), broker).Config!.RetentionTime);
    }

    [Theory]
    [InlineData("compact", CleanupPolicy.Compact)]
    [InlineData("compact,delete", CleanupPolicy.Compact | CleanupPolicy.Delete)]
    [InlineData(" delete , compact ", CleanupPolicy.Compact | CleanupPolicy.Delete)]
    [InlineData("", CleanupPolicy.None)]
    public void Cleanup_policy_is_a_list(string value, CleanupPolicy policy)
    {
        Assert.Equal(policy, TopicConfigParser.Parse(Map($"cleanup.policy={value}")).Config!.CleanupPolicy);
    }

    [Theory]
    [InlineData("uncompressed", CompressionCodec.None)]
    [InlineData("gzip", CompressionCodec.Gzip)]
    [InlineData("snappy", CompressionCodec.Snappy)]
    [InlineData("lz4", CompressionCodec.Lz4)]
    [InlineData("zstd", CompressionCodec.Zstd)]
    public void Compression_names_a_codec(string value, CompressionCodec codec)
    {
        Assert.Equal(codec, TopicConfigParser.Parse(Map($"compression.type={value}")).Config!.Compression);
    }

    [Theory]
    [InlineData("segment.bytes", "1048575", "at least 1048576")]
    [InlineData("segment.bytes", "2147483648", "Not a number of type INT")]
    [InlineData("segment.bytes", "1e9", "Not a number of type INT")]
    [InlineData("retention.ms", "-2", "at least -1")]
    [InlineData("retention.ms", "", "Not a number of type LONG")]
    [InlineData("retention.ms", "9223372036854775808", "Not a number of type LONG")]
    [InlineData("min.insync.replicas", "0", "at least 1")]
    [InlineData("min.cleanable.dirty.ratio", "1.1", "no more than 1")]
    [InlineData("min.cleanable.dirty.ratio", "NaN", "Not a number of type DOUBLE")]
    [InlineData("preallocate", "yes", "either true or false")]
    [InlineData("cleanup.policy", "compact,purge", "one of: compact, delete")]
    [InlineData("compression.type", "none", "one of:")]
    [InlineData("message.timestamp.type", "createtime", "one of: CreateTime, LogAppendTime")]
    [InlineData("local.retention.ms", "-3", "at least -2")]
    public void Bad_value_is_refused_with_its_key_value_and_rule(string key, string value, string rule)
    {
        var error = TopicConfigParser.Parse(new Dictionary<string, string> { [key] = value }).Error!;

        Assert.StartsWith($"Invalid value {value} for configuration {key}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_key_is_refused_by_name()
    {
        var result = TopicConfigParser.Parse(Map("retention.sm=1"));

        Assert.False(result.IsValid);
        Assert.Equal("Unknown topic config name: retention.sm", result.Error.Message);
    }

    [Theory]
    [InlineData("min.compaction.lag.ms", "min.compaction.lag.ms=11;max.compaction.lag.ms=10")]
    [InlineData("cleanup.policy", "remote.storage.enable=true;cleanup.policy=compact")]
    [InlineData("local.retention.ms", "remote.storage.enable=true;retention.ms=10;local.retention.ms=11")]
    [InlineData("local.retention.ms", "remote.storage.enable=true;retention.ms=10;local.retention.ms=-1")]
    [InlineData("local.retention.bytes", "remote.storage.enable=true;retention.bytes=10;local.retention.bytes=11")]
    [InlineData("local.retention.bytes", "remote.storage.enable=true;retention.bytes=10;local.retention.bytes=-1")]
    public void Settings_that_contradict_each_other_are_refused(string key, string settings)
    {
        Assert.Equal(key, TopicConfigParser.Parse(Map(settings)).Error!.Key);
    }

    [Theory]
    [InlineData("remote.storage.enable=true;retention.bytes=10;retention.ms=10")]
    [InlineData("remote.storage.enable=true;retention.ms=-1;local.retention.ms=5")]
    [InlineData("retention.ms=10;local.retention.ms=11")]
    [InlineData("min.compaction.lag.ms=10;max.compaction.lag.ms=10")]
    public void Settings_that_agree_are_accepted(string settings)
    {
        Assert.True(TopicConfigParser.Parse(Map(settings)).IsValid);
    }

    [Fact]
    public void Tiered_topic_needs_a_tier_and_cannot_leave_it()
    {
        var plain = TopicConfig.Default;
        var tiered = plain with { IsRemoteStorageEnabled = true };

        Assert.Null(TopicConfigRules.CheckChange(plain, tiered, isTieringAvailable: true));
        Assert.NotNull(TopicConfigRules.CheckChange(null, tiered, isTieringAvailable: false));
        Assert.NotNull(TopicConfigRules.CheckChange(tiered, plain, isTieringAvailable: true));
    }

    [Fact]
    public void Segment_of_a_compacted_topic_is_closed_before_its_records_exceed_the_compaction_lag()
    {
        var settings = "segment.ms=1000;max.compaction.lag.ms=400;cleanup.policy=";

        Assert.Equal(400, TopicConfigParser.Parse(Map(settings + "compact")).Config!.SegmentTimeMax.TotalMilliseconds);
        Assert.Equal(1000, TopicConfigParser.Parse(Map(settings + "delete")).Config!.SegmentTimeMax.TotalMilliseconds);
    }

    private static Dictionary<string, string> Map(string settings = "") => settings
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => pair[1]);
}
