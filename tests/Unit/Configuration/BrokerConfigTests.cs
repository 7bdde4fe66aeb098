using Cloud.Core.Configuration;
using Cloud.Core.Storage.Configuration;

namespace Cloud.Unit.Configuration;

public sealed class BrokerConfigTests
{
    [Fact]
    public void Every_row_is_documented_sorted_and_has_a_default_that_its_rule_accepts()
    {
        var rows = BrokerConfigDefinitions.All;

        Assert.Equal(rows.Select(row => row.Name).Order(StringComparer.Ordinal), rows.Select(row => row.Name));
        Assert.All(rows, row => Assert.NotEmpty(row.Documentation));
        Assert.All(rows, row => Assert.Null(row.Default is null ? null : row.Rule.Refuse(row.Default)));
        Assert.All(rows, row => Assert.False(BrokerConfigRules.IsTopicDefault(row.Name)));
    }

    [Fact]
    public void Values_are_trimmed_and_typed()
    {
        var config = Parse(
            ("num.partitions", " 3 "), ("auto.create.topics.enable", "True"), ("log.retention.hours", "24"));

        Assert.Equal(3, config.Int(BrokerConfigKeys.NumPartitions));
        Assert.True(config.Boolean(BrokerConfigKeys.AutoCreateTopicsEnable));
        Assert.Equal("true", config.Given["auto.create.topics.enable"]);
        Assert.Equal(["log.retention.hours"], config.TopicDefaults.Keys);
        Assert.Equal(TimeSpan.FromSeconds(30), config.Duration(BrokerConfigKeys.ReplicaLagTimeMaxMs));
        Assert.Null(config.Text(BrokerConfigKeys.BrokerRack));
    }

    [Theory]
    [InlineData("connections.max.idle.ms", "-1", true)]
    [InlineData("connections.max.idle.ms", "9223372036854775807", false)]
    public void Durations_are_for_ever_or_what_timers_can_do(string key, string value, bool isForEver)
    {
        var duration = Parse((key, value)).Duration(key);

        Assert.Equal(isForEver ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(int.MaxValue), duration);
    }

    [Theory]
    [InlineData("retention.ms", "5", "Unknown setting retention.ms")]
    [InlineData("num.partitions", "0", "Invalid value 0 for configuration num.partitions: Value must be at least 1")]
    [InlineData("default.replication.factor", "40000", "Value must be no more than 32767")]
    [InlineData("socket.request.max.bytes", "3000000000", "Not a number of type INT")]
    [InlineData("auto.create.topics.enable", "yes", "Expected value to be either true or false")]
    [InlineData("log.cleaner.io.max.bytes.per.second", "0", "Value must be more than 0")]
    [InlineData("broker.rack", " ", "Value must not be empty")]
    [InlineData("log.dirs", "/data", "The setting log.dirs is made by --data")]
    [InlineData("log.retention.hours", "many", "Invalid value many for configuration log.retention.hours")]
    public void Setting_that_cannot_be_is_refused_by_its_name(string key, string value, string expected)
    {
        var settings = new Dictionary<string, string> { [key] = value };

        var config = BrokerConfig.Parse(settings, out var fault);

        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.Same(BrokerConfig.Default, config);
    }

    private static BrokerConfig Parse(params (string Key, string Value)[] settings)
    {
        var config = BrokerConfig.Parse(settings.ToDictionary(entry => entry.Key, entry => entry.Value), out var fault);
        Assert.Null(fault);
        return config;
    }
}
