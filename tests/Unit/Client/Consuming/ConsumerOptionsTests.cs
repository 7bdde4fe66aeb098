using Cloud.Client;

namespace Cloud.Unit.Client.Consuming;

public sealed class ConsumerOptionsTests
{
    public static TheoryData<string, ConsumerOptions> Impossible => new()
    {
        { nameof(ConsumerOptions.GroupId), new() { GroupId = "" } },
        { nameof(ConsumerOptions.GroupInstanceId), new() { GroupId = "g", GroupInstanceId = "" } },
        { nameof(ConsumerOptions.GroupInstanceId), new() { GroupInstanceId = "one" } },
        { nameof(ConsumerOptions.AutoOffsetReset), new() { AutoOffsetReset = AutoOffsetReset.ByDuration(-Second) } },
        { nameof(ConsumerOptions.AutoCommitInterval), new() { AutoCommitInterval = TimeSpan.Zero } },
        { nameof(ConsumerOptions.AutoCommitInterval), new() { AutoCommitInterval = TimeSpan.FromDays(50) } },
        { nameof(ConsumerOptions.FetchMinBytes), new() { FetchMinBytes = -1 } },
        { nameof(ConsumerOptions.FetchMaxWait), new() { FetchMaxWait = -Second } },
        { nameof(ConsumerOptions.FetchMaxWait), new() { FetchMaxWait = TimeSpan.FromSeconds(30) } },
        { nameof(ConsumerOptions.FetchMaxBytes), new() { FetchMaxBytes = 0 } },
        { nameof(ConsumerOptions.MaxPartitionFetchBytes), new() { MaxPartitionFetchBytes = 0 } },
        { nameof(ConsumerOptions.PrefetchBytesMax), new() { PrefetchBytesMax = 0 } },
        { nameof(ConsumerOptions.MaxPollRecords), new() { MaxPollRecords = 0 } },
        { nameof(ConsumerOptions.MaxPollInterval), new() { MaxPollInterval = TimeSpan.Zero } },
        { nameof(ConsumerOptions.MaxPollInterval), new() { MaxPollInterval = TimeSpan.FromDays(50) } },
        { nameof(ConsumerOptions.SessionTimeout), new() { SessionTimeout = TimeSpan.Zero } },
        { nameof(ConsumerOptions.HeartbeatInterval), new() { HeartbeatInterval = TimeSpan.FromSeconds(45) } },
        { nameof(ConsumerOptions.RebalanceListenerTimeout), new() { RebalanceListenerTimeout = TimeSpan.Zero } },
        { nameof(ConsumerOptions.PartitionAssignmentStrategies), new() { PartitionAssignmentStrategies = [] } },
        {
            nameof(ConsumerOptions.PartitionAssignmentStrategies),
            new()
            {
                PartitionAssignmentStrategies = [PartitionAssignmentStrategy.Range, PartitionAssignmentStrategy.Range],
            }
        },
    };

    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Option_that_cannot_be_is_named(string option, ConsumerOptions options)
    {
        var failure = Assert.Throws<ClientOptionsException>(options.Validate);

        Assert.Contains(option, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_those_of_kafka_4()
    {
        var options = new ConsumerOptions();

        options.Validate();
        Assert.Equal(AutoOffsetReset.Latest, options.AutoOffsetReset);
        Assert.Equal("latest", default(AutoOffsetReset).ToString());
        Assert.Equal((500, 1, 50 * 1024 * 1024, 1024 * 1024), (
            options.MaxPollRecords, options.FetchMinBytes, options.FetchMaxBytes, options.MaxPartitionFetchBytes));
        Assert.Equal((0.5, 5, 300, 45, 3), (
            options.FetchMaxWait.TotalSeconds,
            options.AutoCommitInterval.TotalSeconds,
            options.MaxPollInterval.TotalSeconds,
            options.SessionTimeout.TotalSeconds,
            options.HeartbeatInterval.TotalSeconds));
        Assert.True(options is { EnableAutoCommit: true, CheckCrcs: true, ExcludeInternalTopics: true });
        Assert.True(options.AllowAutoCreateTopics);
        Assert.Equal(
            [PartitionAssignmentStrategy.Range, PartitionAssignmentStrategy.CooperativeSticky],
            options.PartitionAssignmentStrategies);
    }

    [Fact]
    public void Duration_is_written_as_kafka_writes_it() =>
        Assert.Equal("by_duration:P1DT2H", AutoOffsetReset.ByDuration(TimeSpan.FromHours(26)).ToString());
}
