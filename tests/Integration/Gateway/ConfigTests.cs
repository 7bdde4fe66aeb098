using Cloud.Core.Configuration;
using Cloud.Gateway;
using Cloud.Grains.Brokers;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway;

/// <summary>Settings are described and altered over the wire.</summary>
public sealed class ConfigTests
{
    private const sbyte Topic = 2;
    private const sbyte Broker = 4;
    private const sbyte BrokerLogger = 8;

    private static readonly BrokerSettings Settings = BrokerConfig.Parse(
        new Dictionary<string, string> { ["log.retention.hours"] = "24", ["num.partitions"] = "3" }, out _)
        .ToBrokerSettings();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Topic_is_described_with_where_its_values_come_from(short version)
    {
        await using var cluster = await BrokerCluster.Start(1, Settings, new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1, ("cleanup.policy", "compact"));
        await Alter(client, Broker, "", ("min.insync.replicas", 0, "2"));
        await DefaultsAre(client, "min.insync.replicas=2");

        var configs = (await Describe(client, Topic, "orders", version)).Configs
            .ToDictionary(config => config.Name, config => (config.Value!, config.ConfigSource));

        Assert.Equal(("compact", (sbyte)1), configs["cleanup.policy"]);
        Assert.Equal(("2", (sbyte)3), configs["min.insync.replicas"]);
        Assert.Equal(("86400000", (sbyte)4), configs["retention.ms"]);
        Assert.Equal(("1073741824", (sbyte)5), configs["segment.bytes"]);
    }

    [Fact]
    public async Task Description_names_synonyms_types_and_documentation_when_it_is_asked_for()
    {
        await using var cluster = await BrokerCluster.Start(1, Settings, new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var config = Assert.Single((await Describe(client, Topic, "orders", version: 4, "retention.ms")).Configs);

        Assert.Equal((sbyte)5, config.ConfigType);
        Assert.NotEmpty(config.Documentation!);
        Assert.Equal(
            [("log.retention.hours", "24", 4), ("log.retention.hours", "168", 5)],
            config.Synonyms.Select(synonym => (synonym.Name, synonym.Value, (int)synonym.Source)));
    }

    [Fact]
    public async Task Broker_describes_itself_and_no_other()
    {
        await using var cluster = await BrokerCluster.Start(1, Settings, new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        var self = await Describe(client, Broker, "0", version: 4);
        var configs = self.Configs.ToDictionary(config => config.Name);

        Assert.Equal(("3", (sbyte)4, true), Shown(configs["num.partitions"]));
        Assert.Equal(("0", (sbyte)4, true), Shown(configs["node.id"]));
        Assert.Equal((null, (sbyte)5, false), Shown(configs["log.retention.ms"]));
        Assert.Equal(("24", (sbyte)4, true), Shown(configs["log.retention.hours"]));
        Assert.Equal(KafkaError.InvalidRequest, (await Describe(client, Broker, "1", version: 4)).Error);
        Assert.Equal(KafkaError.InvalidRequest, (await Describe(client, Broker, "x", version: 4)).Error);
    }

    [Theory]
    [InlineData(Topic, "none", KafkaError.UnknownTopicOrPartition)]
    [InlineData(Topic, "no name", KafkaError.InvalidTopicException)]
    [InlineData(BrokerLogger, "0", KafkaError.InvalidRequest)]
    [InlineData(99, "", KafkaError.InvalidRequest)]
    public async Task Resource_that_is_not_there_is_refused(sbyte type, string name, KafkaError expected)
    {
        await using var cluster = await BrokerCluster.Start(1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        Assert.Equal(expected, (await Describe(client, type, name, version: 1)).Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Altering_replaces_the_whole_set(short version)
    {
        await using var cluster = await BrokerCluster.Start(1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1, ("cleanup.policy", "compact"));

        var answer = await client.Ask<AlterConfigsResponse>(
            new AlterConfigsRequest
            {
                Resources =
                [
                    Replacement(Topic, "orders", ("retention.ms", "5000")),
                    Replacement(Topic, "none", ("retention.ms", "5000")),
                    Replacement(Broker, "", ("log.retention.ms", "6000")),
                    Replacement(Broker, "0", ("log.retention.ms", "6000")),
                    Replacement(BrokerLogger, "0"),
                ],
            },
            version);

        Assert.Equal(
            [
                KafkaError.None,
                KafkaError.UnknownTopicOrPartition,
                KafkaError.None,
                KafkaError.InvalidRequest,
                KafkaError.InvalidRequest,
            ],
            answer.Responses.Select(response => response.Error));
        Assert.Equal(
            ["retention.ms"], (await cluster.Admin.DescribeTopics(["orders"])).Single().Configs.Keys);
        await DefaultsAre(client, "log.retention.ms=6000");
    }

    [Fact]
    public async Task Replacement_without_a_value_or_of_one_resource_twice_is_refused()
    {
        await using var cluster = await BrokerCluster.Start(1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);
        await cluster.ServeTopic("bills", 1, 1);

        var answer = await client.AskNewest<AlterConfigsResponse>(new AlterConfigsRequest
        {
            Resources =
            [
                Replacement(Topic, "orders"),
                Replacement(Topic, "orders"),
                Replacement(Topic, "bills", ("retention.ms", null)),
            ],
        });

        Assert.All(answer.Responses, response => Assert.Equal(KafkaError.InvalidRequest, response.Error));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Incremental_changes_leave_the_others_alone(short version)
    {
        await using var cluster = await BrokerCluster.Start(1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1, ("retention.bytes", "7"), ("segment.ms", "9"));

        var answer = await client.Ask<IncrementalAlterConfigsResponse>(
            Changes(
                Topic,
                "orders",
                ("retention.ms", 0, "5000"),
                ("segment.ms", 1, null),
                ("cleanup.policy", 2, "compact")),
            version);

        Assert.Equal(KafkaError.None, Assert.Single(answer.Responses).Error);
        Assert.Equal(
            [("cleanup.policy", "delete,compact"), ("retention.bytes", "7"), ("retention.ms", "5000")],
            (await cluster.Admin.DescribeTopics(["orders"])).Single().Configs
                .Select(entry => (entry.Key, entry.Value)));
    }

    [Theory]
    [InlineData("no.such.key", 0, "1", KafkaError.InvalidConfig)]
    [InlineData("retention.ms", 0, "many", KafkaError.InvalidConfig)]
    [InlineData("retention.ms", 2, "5", KafkaError.InvalidConfig)]
    [InlineData("retention.ms", 0, null, KafkaError.InvalidRequest)]
    [InlineData("retention.ms", 9, "5", KafkaError.InvalidRequest)]
    public async Task Change_that_cannot_be_is_refused(string key, sbyte kind, string? value, KafkaError expected)
    {
        await using var cluster = await BrokerCluster.Start(1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        Assert.Equal(expected, await Alter(client, Topic, "orders", (key, kind, value)));
        Assert.Empty((await cluster.Admin.DescribeTopics(["orders"])).Single().Configs);
    }

    [Fact]
    public async Task Defaults_are_refused_where_they_cannot_change_while_brokers_run()
    {
        await using var cluster = await BrokerCluster.Start(1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        Assert.Equal(KafkaError.InvalidConfig, await Alter(client, Broker, "", ("num.partitions", 0, "2")));
        Assert.Equal(KafkaError.InvalidRequest, await Alter(client, Broker, "0", ("log.retention.ms", 0, "2")));
        Assert.Equal(KafkaError.InvalidRequest, await Alter(client, Broker, "1", ("log.retention.ms", 0, "2")));
    }

    private static (string? Value, sbyte Source, bool IsReadOnly) Shown(
        DescribeConfigsResponse.ResourceResult config) => (config.Value, config.ConfigSource, config.ReadOnly);

    // What the controller has answered comes to the brokers a little later.
    private static Task DefaultsAre(TestClient client, params string[] settings) => Eventually.Is(
        () => Describe(client, Broker, "", version: 1),
        result => result.Configs.Select(config => $"{config.Name}={config.Value}").SequenceEqual(settings),
        "the broker knows the defaults");

    private static async Task<DescribeConfigsResponse.Result> Describe(
        TestClient client, sbyte type, string name, short version, params string[] keys)
    {
        var answer = await client.Ask<DescribeConfigsResponse>(
            new DescribeConfigsRequest
            {
                Resources =
                [
                    new()
                    {
                        ResourceType = type,
                        ResourceName = name,
                        ConfigurationKeys = keys.Length > 0 ? [.. keys] : null,
                    },
                ],
                IncludeSynonyms = true,
                IncludeDocumentation = true,
            },
            version);
        return Assert.Single(answer.Results);
    }

    private static async Task<KafkaError> Alter(
        TestClient client, sbyte type, string name, params (string Key, sbyte Kind, string? Value)[] changes)
    {
        var answer = await client.AskNewest<IncrementalAlterConfigsResponse>(Changes(type, name, changes));
        return Assert.Single(answer.Responses).Error;
    }

    private static IncrementalAlterConfigsRequest Changes(
        sbyte type, string name, params (string Key, sbyte Kind, string? Value)[] changes) => new()
        {
            Resources =
            [
                new()
                {
                    ResourceType = type,
                    ResourceName = name,
                    Configs =
                    [
                        .. changes.Select(change => new IncrementalAlterConfigsRequest.AlterableConfig
                        {
                            Name = change.Key,
                            ConfigOperation = change.Kind,
                            Value = change.Value,
                        }),
                    ],
                },
            ],
        };

    private static AlterConfigsRequest.Resource Replacement(
        sbyte type, string name, params (string Key, string? Value)[] configs) => new()
        {
            ResourceType = type,
            ResourceName = name,
            Configs =
            [
                .. configs.Select(config =>
                    new AlterConfigsRequest.AlterableConfig { Name = config.Key, Value = config.Value }),
            ],
        };
}
