using System.Collections.Immutable;
using Cloud.Core.Controller.Configs;
using Cloud.Core.Controller.State;
using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Controller;

public sealed class TopicRulesTests
{
    private static readonly ImmutableSortedDictionary<string, string> None =
        ImmutableSortedDictionary<string, string>.Empty;

    private readonly TestCluster _cluster = new(brokers: 3);

    [Theory]
    [InlineData("", "", "", 1)]
    [InlineData("", "", "min.insync.replicas=2", 2)]
    [InlineData("", "min.insync.replicas=3", "min.insync.replicas=2", 3)]
    [InlineData("min.insync.replicas=4", "min.insync.replicas=3", "min.insync.replicas=2", 4)]
    [InlineData("min.insync.replicas= 4 ", "", "", 4)]
    [InlineData("min.insync.replicas=later", "min.insync.replicas=3", "", 3)]
    [InlineData("", "min.insync.replicas=later", "min.insync.replicas=2", 2)]
    public void Topic_wins_over_the_cluster_and_the_cluster_over_the_broker(
        string topic, string cluster, string broker, int expected)
    {
        var rules = new TopicRules(Map(broker));

        Assert.Equal(expected, rules.MinInSyncReplicas(Topic(topic), Map(cluster)));
        Assert.Equal(expected, new TopicDefaults(Map(broker), Map(cluster)).Of(Map(topic)).MinInSyncReplicas);
    }

    [Theory]
    [InlineData("", "", "", false)]
    [InlineData("", "unclean.leader.election.enable=true", "", true)]
    [InlineData("unclean.leader.election.enable=False", "unclean.leader.election.enable=true", "", false)]
    [InlineData("", "unclean.leader.election.enable=false", "unclean.leader.election.enable=true", false)]
    public void Unclean_election_has_the_same_order(string topic, string cluster, string broker, bool expected)
    {
        var rules = new TopicRules(Map(broker));

        Assert.Equal(expected, rules.IsUncleanElectionEnabled(Topic(topic), Map(cluster)));
        Assert.Equal(
            expected,
            new TopicDefaults(Map(broker), Map(cluster)).Of(Map(topic)).IsUncleanLeaderElectionEnabled);
    }

    [Theory]
    [InlineData("", "log.retention.hours=1", 3_600_000)]
    [InlineData("log.retention.ms=5", "log.retention.hours=1", 5)]
    [InlineData("log.retention.ms=5", "log.retention.ms=7", 5)]
    public void Word_of_the_cluster_counts_whatever_name_the_broker_uses(string cluster, string broker, int expected)
    {
        var config = new TopicDefaults(Map(broker), Map(cluster)).Of(None);

        Assert.Equal(expected, config.RetentionTime!.Value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("retention.sm=1", "Unknown topic config name: retention.sm")]
    [InlineData("log.retention.ms=1", "Unknown topic config name: log.retention.ms")]
    [InlineData(
        "retention.ms=abc", "Invalid value abc for configuration retention.ms: Not a number of type LONG")]
    [InlineData(
        "min.insync.replicas=0",
        "Invalid value 0 for configuration min.insync.replicas: Value must be at least 1")]
    [InlineData(
        "preallocate=yes",
        "Invalid value yes for configuration preallocate: Expected value to be either true or false")]
    [InlineData(
        "cleanup.policy=purge",
        "Invalid value purge for configuration cleanup.policy: String must be one of: compact, delete")]
    [InlineData(
        "remote.storage.enable=true",
        "Invalid value true for configuration remote.storage.enable: This cluster has no remote tier")]
    public void Bad_setting_of_a_topic_is_refused_in_kafkas_words(string configs, string message)
    {
        var created = _cluster.Create("orders", configs: [Pair(configs)]);

        Assert.Equal((KafkaError.InvalidConfig, message), (created.Error, created.Message));
    }

    [Theory]
    [InlineData("log.retention.ms=5")]
    [InlineData("min.insync.replicas=2")]
    [InlineData("unclean.leader.election.enable=true")]
    [InlineData("log.cleanup.policy=compact,delete")]
    [InlineData("message.max.bytes=1000")]
    [InlineData("log.write.caching=true")]
    public void Cluster_wide_default_has_the_brokers_name_of_a_setting(string config)
    {
        Assert.True(SetDefault(config).IsOk);
    }

    [Theory]
    [InlineData("no.such.key=1", "Cannot update these configs dynamically: Set(no.such.key)")]
    [InlineData("retention.ms=1", "Cannot update these configs dynamically: Set(retention.ms)")]
    [InlineData("log.retention.hours=1", "Cannot update these configs dynamically: Set(log.retention.hours)")]
    [InlineData("log.dirs=/data", "Cannot update these configs dynamically: Set(log.dirs)")]
    [InlineData(
        "log.retention.ms=-2", "Invalid value -2 for configuration log.retention.ms: Value must be at least -1")]
    [InlineData(
        "log.cleaner.min.compaction.lag.ms=9223372036854775808",
        "Invalid value 9223372036854775808 for configuration log.cleaner.min.compaction.lag.ms: " +
        "Not a number of type LONG")]
    public void Bad_default_is_refused_in_kafkas_words(string config, string message)
    {
        var altered = SetDefault(config);

        Assert.Equal((KafkaError.InvalidConfig, message), (altered.Error, altered.Message));
        Assert.Empty(_cluster.Machine.Cluster.DefaultConfigs);
    }

    [Fact]
    public void Default_that_contradicts_what_a_topic_has_set_is_refused_with_its_name()
    {
        _cluster.Create("orders", configs: [("min.compaction.lag.ms", "10")]);

        var altered = SetDefault("log.cleaner.max.compaction.lag.ms=9");

        Assert.Equal(
            "Topic 'orders': Invalid value 10 for configuration min.compaction.lag.ms: Value must not be more than " +
            "that of max.compaction.lag.ms, which is 9",
            altered.Message);
        Assert.True(SetDefault("log.cleaner.max.compaction.lag.ms=10").IsOk);
        Assert.Equal(
            KafkaError.InvalidConfig,
            _cluster.Create("payments", configs: [("min.compaction.lag.ms", "11")]).Error);
    }

    [Fact]
    public void Lists_grow_from_what_the_topic_or_the_cluster_has()
    {
        _cluster.Create("orders");

        var cluster = Append("log.cleanup.policy", "compact");
        SetDefault("log.cleanup.policy=compact");
        var topic = _cluster.Do(_cluster.Machine.AlterTopicConfigs(
            "orders", [new("cleanup.policy", ConfigOperationKind.Append, "delete")]));

        Assert.Equal("delete,compact", cluster.Value["log.cleanup.policy"]);
        Assert.Equal("compact,delete", topic.Value["cleanup.policy"]);
        Assert.Equal(KafkaError.InvalidConfig, Append("log.retention.ms", "5").Error);
    }

    [Fact]
    public void Cluster_wide_default_changes_what_partitions_may_do_and_is_told()
    {
        var partition = _cluster.Topic([1, 2]);
        _cluster.Fail(1);
        _cluster.Fail(2);
        _cluster.Start(1, isUnclean: true);
        var before = _cluster.Partition(partition).Leader;

        var decision = _cluster.Machine.AlterDefaultConfigs(
            [new("unclean.leader.election.enable", ConfigOperationKind.Set, "true")]);
        var delta = _cluster.Machine.DeltaOf(decision.Records);
        _cluster.Do(decision);

        Assert.Equal(BrokerId.None, before);
        Assert.Equal(new BrokerId(1), _cluster.Partition(partition).Leader);
        Assert.Equal("true", delta.DefaultConfigs!["unclean.leader.election.enable"]);
    }

    [Theory]
    [InlineData("retention.ms=5")]
    [InlineData("log.retention.hours=many")]
    [InlineData("log.cleaner.min.compaction.lag.ms=2;log.cleaner.max.compaction.lag.ms=1")]
    public void Bad_configuration_of_the_broker_is_refused_at_the_start(string brokerConfig)
    {
        Assert.Throws<ArgumentException>(() => new TopicRules(Map(brokerConfig)));
    }

    [Fact]
    public void Settings_of_a_later_release_cost_a_topic_none_of_the_others()
    {
        var defaults = new TopicDefaults(None, Map("log.future=x;log.segment.bytes=2097152"));

        var config = defaults.Of(Map("no.such.key=1;cleanup.policy=shred;retention.ms=-1;min.insync.replicas=2"));

        Assert.Null(config.RetentionTime);
        Assert.Equal((2, 2097152), (config.MinInSyncReplicas, config.SegmentBytes));
    }

    private Result<ImmutableSortedDictionary<string, string>> SetDefault(string config) => _cluster.Do(
        _cluster.Machine.AlterDefaultConfigs([new(Pair(config).Key, ConfigOperationKind.Set, Pair(config).Value)]));

    private Result<ImmutableSortedDictionary<string, string>> Append(string key, string value) =>
        _cluster.Do(_cluster.Machine.AlterDefaultConfigs([new(key, ConfigOperationKind.Append, value)]));

    private static TopicState Topic(string configs) => new(TopicId.None, "orders", false, Map(configs), []);

    private static (string Key, string Value) Pair(string text) => (text.Split('=')[0], text.Split('=')[1]);

    private static ImmutableSortedDictionary<string, string> Map(string settings) => settings
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(Pair)
        .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value);
}
