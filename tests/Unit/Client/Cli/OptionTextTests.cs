using Cloud.Cli.Hosting;
using Cloud.Cli.Options;

namespace Cloud.Unit.Client.Cli;

/// <summary>Values of options as people write them.</summary>
public sealed class OptionTextTests
{
    [Theory]
    [InlineData("a=b", "a", "b")]
    [InlineData("a=", "a", "")]
    [InlineData("a=b=c", "a", "b=c")]
    public void Key_ends_at_the_first_equals_sign(string text, string key, string value) =>
        Assert.Equal(KeyValuePair.Create(key, value), KeyValueText.Parse(text));

    [Theory]
    [InlineData("a")]
    [InlineData("=b")]
    [InlineData("")]
    public void Text_without_a_key_is_refused(string text) =>
        Assert.Throws<UsageException>(() => KeyValueText.Parse(text));

    [Fact]
    public void Key_that_is_given_twice_is_refused() =>
        Assert.Throws<UsageException>(() => KeyValueText.ParseAll(["a=1", "a=2"]));

    [Theory]
    [InlineData("orders", "orders", null)]
    [InlineData("orders:0", "orders", "0")]
    [InlineData("orders:0,2,2", "orders", "0 2")]
    [InlineData("orders:1-3,7", "orders", "1 2 3 7")]
    public void Partitions_follow_a_colon(string text, string topic, string? partitions)
    {
        var parsed = TopicPartitionText.Parse(text);

        Assert.Equal(topic, parsed.Topic);
        Assert.Equal(partitions, parsed.Partitions is null ? null : string.Join(' ', parsed.Partitions));
    }

    [Theory]
    [InlineData("orders:")]
    [InlineData("orders:x")]
    [InlineData("orders:3-1")]
    [InlineData("orders:-1")]
    public void Partitions_that_are_none_are_refused(string text) =>
        Assert.Throws<UsageException>(() => TopicPartitionText.Parse(text));

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z")]
    [InlineData("2026-01-31T12:00:00", "2026-01-31T12:00:00.000Z")]
    [InlineData("2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00.000Z")]
    [InlineData("2026-01-31", "2026-01-31T00:00:00.000Z")]
    [InlineData("1500", "1970-01-01T00:00:01.500Z")]
    public void Times_are_of_UTC_unless_they_say_otherwise(string text, string expected) =>
        Assert.Equal(expected, TimeText.Format(TimeText.Parse(text)));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public void Times_that_are_none_are_refused(string text) =>
        Assert.Throws<UsageException>(() => TimeText.Parse(text));

    [Fact]
    public void Assignments_are_partitions_by_commas_and_brokers_by_colons() =>
        Assert.Equal(
            ["1,2", "3"], BrokerListText.ParseAssignments("1:2,3").Select(BrokerListText.Format));
}
