using System.Globalization;
using Cloud.Integration.Gateway;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Silos;

/// <summary>Settings of the program, as its Kafka clients see them.</summary>
public sealed class SiloSettingsTests
{
    [Fact]
    public async Task Clients_of_each_listener_are_told_its_own_address_and_the_settings_count()
    {
        using var folder = new TemporaryFolder();
        var (simplePort, outsidePort) = (SiloProgram.FreePort(), SiloProgram.FreePort());
        Dictionary<string, string> environment = new()
        {
            ["CLOUD__LISTENERS__0__NAME"] = "OUTSIDE",
            ["CLOUD__LISTENERS__0__PORT"] = outsidePort,
            ["CLOUD__LISTENERS__0__ADVERTISEDHOST"] = "kafka.example",
            ["CLOUD__LISTENERS__0__ADVERTISEDPORT"] = "443",
            ["CLOUD__CONFIG__LOG_RETENTION_HOURS"] = "2",
        };
        await using var silo = SiloProgram.Start(
            environment,
            "--data", folder.Path, "--http-port", SiloProgram.FreePort(), "--kafka-port", simplePort,
            "--config", "num.partitions=3", "--config", "broker.rack=a", "--config", "auto.create.topics.enable=true");
        await silo.Ready();
        await using var inside = await TestClient.Connect(int.Parse(simplePort, CultureInfo.InvariantCulture));
        await using var outside = await TestClient.Connect(int.Parse(outsidePort, CultureInfo.InvariantCulture));

        var cluster = await outside.AskNewest<DescribeClusterResponse>(new DescribeClusterRequest());
        var nearby = await inside.AskNewest<DescribeClusterResponse>(new DescribeClusterRequest());
        var created = await inside.AskNewest<CreateTopicsResponse>(new CreateTopicsRequest
        {
            Topics = [new() { Name = "orders", NumPartitions = -1, ReplicationFactor = -1 }],
            Timeout = TimeSpan.FromSeconds(30),
        });
        var described = await inside.AskNewest<DescribeConfigsResponse>(new DescribeConfigsRequest
        {
            Resources = [new() { ResourceType = 4, ResourceName = "0", ConfigurationKeys = null }],
        });

        var broker = Assert.Single(cluster.Brokers);
        Assert.Equal(("kafka.example", 443, "a"), (broker.Host, broker.Port, broker.Rack));
        Assert.Equal("127.0.0.1", Assert.Single(nearby.Brokers).Host);
        Assert.Equal(3, Assert.Single(created.Topics).NumPartitions);
        Assert.Contains(
            created.Topics[0].Configs!.Value, config => config is { Name: "retention.ms", Value: "7200000" });
        var settings = Assert.Single(described.Results).Configs.ToDictionary(entry => entry.Name, entry => entry.Value);
        Assert.Equal("true", settings["auto.create.topics.enable"]);
        Assert.Equal($"PLAINTEXT://127.0.0.1:{simplePort},OUTSIDE://127.0.0.1:{outsidePort}", settings["listeners"]);
        Assert.Equal(
            $"PLAINTEXT://127.0.0.1:{simplePort},OUTSIDE://kafka.example:443", settings["advertised.listeners"]);
    }
}
