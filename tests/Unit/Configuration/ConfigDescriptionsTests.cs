using System.Collections.Immutable;
using Cloud.Core.Configuration;
using Cloud.Core.Storage.Configuration;

namespace Cloud.Unit.Configuration;

public sealed class ConfigDescriptionsTests
{
    private static readonly ImmutableSortedDictionary<string, string> None =
        ImmutableSortedDictionary<string, string>.Empty;

    [Fact]
    public void Topic_shows_every_place_that_gives_a_value_the_one_that_counts_first()
    {
        var descriptions = Of("log.retention.hours=24;log.retention.minutes=30", "log.retention.ms=5000");

        var retention = descriptions.OfTopic(Map("retention.ms=7")).Single(entry => entry.Name == "retention.ms");

        Assert.Equal(
            ("7", ConfigSource.DynamicTopic, ConfigType.Long), (retention.Value, retention.Source, retention.Type));
        Assert.Equal(
            [
                new("retention.ms", "7", ConfigSource.DynamicTopic),
                new("log.retention.ms", "5000", ConfigSource.DynamicDefaultBroker),
                new("log.retention.minutes", "30", ConfigSource.StaticBroker),
                new("log.retention.hours", "24", ConfigSource.StaticBroker),
                new("log.retention.hours", "168", ConfigSource.Default),
            ],
            retention.Synonyms.AsEnumerable());
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("log.retention.hours=24", "", "cleanup.policy=compact")]
    [InlineData("log.retention.ms=1;log.retention.hours=24", "log.roll.ms=5", "")]
    [InlineData("log.retention.hours=-1;log.roll.hours=3", "log.retention.ms=9", "retention.ms=many")]
    public void Topic_shows_the_values_that_it_really_has(string brokerConfig, string clusterDefaults, string own)
    {
        var defaults = new TopicDefaults(Map(brokerConfig), Map(clusterDefaults));

        var shown = Of(brokerConfig, clusterDefaults).OfTopic(Map(own)).ToList();

        Assert.Equal(TopicConfigDefinitions.All.Select(row => row.Name), shown.Select(entry => entry.Name));
        Assert.All(shown, entry => Assert.Equal(defaults.ValueOf(Map(own), entry.Name), entry.Value));
    }

    [Fact]
    public void Broker_shows_each_name_with_its_own_value_and_whether_it_can_change()
    {
        var broker = Of("num.partitions=3;log.retention.hours=24", "log.retention.ms=5000").OfBroker()
            .ToDictionary(entry => entry.Name, entry => (entry.Value, entry.Source, entry.IsReadOnly));

        Assert.Equal(("3", ConfigSource.StaticBroker, true), broker["num.partitions"]);
        Assert.Equal(("1", ConfigSource.Default, true), broker["default.replication.factor"]);
        Assert.Equal((null, ConfigSource.Default, true), broker["broker.rack"]);
        Assert.Equal(("5000", ConfigSource.DynamicDefaultBroker, false), broker["log.retention.ms"]);
        Assert.Equal(("24", ConfigSource.StaticBroker, true), broker["log.retention.hours"]);
        Assert.Equal((null, ConfigSource.Default, true), broker["log.retention.minutes"]);
    }

    [Fact]
    public void Cluster_shows_only_what_is_set()
    {
        var entry = Assert.Single(Of("log.retention.hours=24", "log.retention.ms=5000").OfCluster());

        Assert.Equal(("log.retention.ms", "5000"), (entry.Name, entry.Value));
        Assert.Equal((ConfigSource.DynamicDefaultBroker, false), (entry.Source, entry.IsReadOnly));
        Assert.Empty(Of("", "").OfCluster());
    }

    private static ConfigDescriptions Of(string brokerConfig, string clusterDefaults)
    {
        var config = BrokerConfig.Parse(Map(brokerConfig), out var fault);
        Assert.Null(fault);
        return new(config, Map(clusterDefaults));
    }

    private static ImmutableSortedDictionary<string, string> Map(string settings) => settings
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(None, (all, setting) => all.Add(setting.Split('=')[0], setting.Split('=')[1]));
}
