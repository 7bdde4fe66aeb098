using Cloud.Client;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Errors;

namespace Cloud.Integration.Client.Administration;

/// <summary>Settings of topics, of brokers, and of the cluster.</summary>
public class ConfigAdministrationTests : AdministrationTests
{
    private static readonly ConfigResource Orders = ConfigResource.OfTopic("orders");

    [Fact]
    public async Task Settings_are_changed_one_by_one()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        await cluster.ServeTopic("orders", 1, 1, ("retention.ms", "1000"), ("cleanup.policy", "delete"));

        (await Alter(
            admin,
            Orders,
            ConfigChange.Set("segment.bytes", "1048576"),
            ConfigChange.Append("cleanup.policy", "compact"),
            ConfigChange.Delete("retention.ms"))).ThrowIfAnyFailed();

        var own = await Eventually.Is(
            () => OwnSettings(admin, Orders), settings => settings.ContainsKey("segment.bytes"), "they are changed");
        Assert.Equal(["cleanup.policy", "segment.bytes"], own.Keys.Order());
        Assert.Equal("delete,compact", own["cleanup.policy"]);
    }

    [Fact]
    public async Task Defaults_of_the_cluster_are_set_and_unset()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var everywhere = ConfigResource.ClusterDefault;
        (await Alter(admin, everywhere, ConfigChange.Set("log.retention.ms", "1234"))).ThrowIfAnyFailed();
        var set = await Eventually.Is(
            () => Setting(admin, Orders, "retention.ms"), entry => entry.Value == "1234", "the default counts");
        (await Alter(admin, everywhere, ConfigChange.Delete("log.retention.ms"))).ThrowIfAnyFailed();
        var unset = await Eventually.Is(
            () => Setting(admin, Orders, "retention.ms"), entry => entry.Value != "1234", "it counts no more");

        Assert.Equal(ConfigSource.ClusterDefault, set.Source);
        Assert.Equal("log.retention.ms", set.Synonyms[0].Name);
        Assert.True(unset.IsDefault);
    }

    [Fact]
    public async Task Settings_of_each_broker_are_asked_of_it()
    {
        await using var cluster = await StartCluster(brokers: 2);
        await using var admin = Open(cluster, options => options with { DefaultApiTimeout = TimeSpan.FromSeconds(5) });
        await AllAreKnown(admin, brokers: 2);
        ConfigResource[] brokers = [ConfigResource.OfBroker(new(0)), ConfigResource.OfBroker(new(1))];

        var results = await admin.DescribeConfigsAsync(
            [.. brokers, ConfigResource.OfBroker(new(9))], includeDocumentation: true);

        Assert.All(brokers, broker => Assert.Contains(
            results[broker].Value, entry => entry is { Name: "max.connections", Documentation.Length: > 0 }));
        Assert.False(results[ConfigResource.OfBroker(new(9))].IsOk);
    }

    [Fact]
    public async Task Wrong_setting_is_refused_with_what_is_wrong()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var results = await Alter(admin, Orders, ConfigChange.Set("retention.ms", "long"));

        Assert.Equal(KafkaError.InvalidConfig, results[Orders].Failure?.Error);
        Assert.Contains("retention.ms", results[Orders].Failure?.Message);
    }

    [Fact]
    public async Task Resources_with_settings_are_listed()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var listed = await admin.ListConfigResourcesAsync([ConfigResourceType.Topic]);

        Assert.Equal([Orders], listed);
    }

    private static Task<AdminResults<ConfigResource, Done>> Alter(
        AdminClient admin, ConfigResource resource, params ConfigChange[] changes) => admin.AlterConfigsAsync(
            new Dictionary<ConfigResource, IReadOnlyList<ConfigChange>> { [resource] = changes });

    private static async Task<ConfigEntry> Setting(AdminClient admin, ConfigResource resource, string name) =>
        (await admin.DescribeConfigsAsync([resource]))[resource].Value.Single(entry => entry.Name == name);

    private static async Task<Dictionary<string, string?>> OwnSettings(AdminClient admin, ConfigResource resource) =>
        (await admin.DescribeConfigsAsync([resource]))[resource].Value
        .Where(entry => entry.Source is ConfigSource.Topic).ToDictionary(entry => entry.Name, entry => entry.Value);
}
