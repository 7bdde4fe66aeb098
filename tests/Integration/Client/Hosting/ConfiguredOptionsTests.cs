using Cloud.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cloud.Integration.Client.Hosting;

/// <summary>Client options from a configuration.</summary>
public sealed class ConfiguredOptionsTests
{
    [Fact]
    public void Options_are_read_by_their_names_whatever_their_case_and_type()
    {
        var options = Read(
            ("BootstrapServers", "one:9092, two:9093"),
            ("clientId", "orders"),
            ("Producer:Linger", "00:00:00.020"),
            ("Producer:acks", "Leader"),
            ("Producer:EnableIdempotence", "false"),
            ("Producer:BufferMemory", "1048576"),
            ("Consumer:AutoOffsetReset", "by_duration:PT1H"),
            ("Consumer:GroupProtocol", "classic"),
            ("Consumer:MaxPollRecords", "7"),
            ("Consumer:PartitionAssignmentStrategies:0", "RoundRobin"));

        Assert.Equal(["one:9092", "two:9093"], options.BootstrapServers);
        Assert.Equal("orders", options.ClientId);
        Assert.Equal(TimeSpan.FromMilliseconds(20), options.Producer.Linger);
        Assert.Equal((Acks.Leader, false, 1048576L),
            (options.Producer.Acks, options.Producer.EnableIdempotence, options.Producer.BufferMemory));
        Assert.Equal(AutoOffsetReset.ByDuration(TimeSpan.FromHours(1)), options.Consumer.AutoOffsetReset);
        Assert.Equal((GroupProtocol.Classic, 7), (options.Consumer.GroupProtocol, options.Consumer.MaxPollRecords));
        Assert.Equal([PartitionAssignmentStrategy.RoundRobin], options.Consumer.PartitionAssignmentStrategies);
    }

    [Theory]
    [InlineData("Bootstrap", "localhost", "Cloud:Bootstrap")]
    [InlineData("Producer:Lingre", "1", "Cloud:Producer:Lingre")]
    [InlineData("Producer:Linger", "soon", "Cloud:Producer:Linger")]
    [InlineData("Producer:Transport", "grains", "Cloud:Producer:Transport")]
    [InlineData("Producer:IsIdempotent", "true", "Cloud:Producer:IsIdempotent")]
    [InlineData("Consumer:AutoOffsetReset", "first", "Cloud:Consumer:AutoOffsetReset")]
    public void Setting_that_cannot_be_is_refused_by_its_name(string key, string value, string named)
    {
        var refused = Assert.Throws<ClientOptionsException>(() => Read((key, value)));

        Assert.Contains($"'{named}'", refused.Message, StringComparison.Ordinal);
    }

    private static CloudClientOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(
                setting => new KeyValuePair<string, string?>($"Cloud:{setting.Key}", setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddCloudClient(configuration.GetSection("Cloud"));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<CloudClientOptions>>().Value;
    }
}
