using Cloud.Gateway;
using Cloud.Integration.Brokers;

namespace Cloud.Integration.Client.Cli;

/// <summary><c>cloud configs</c>, <c>cluster</c>, <c>partitions</c> and <c>log</c> against a cluster.</summary>
public sealed class ClusterCommandTests
{
    [Fact]
    public async Task Settings_are_set_shown_and_unset()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);

        var none = await CliRun.Good(cluster, "configs describe --topic orders");
        await CliRun.Good(cluster, "configs set --topic orders retention.ms=1000 segment.ms=2000");
        var set = await Eventually.Is(
            () => CliRun.Good(cluster, "configs describe --topic orders"), run => run.Lines.Count == 3, "both are set");
        await CliRun.Good(cluster, "configs unset --topic orders retention.ms segment.ms");
        await Eventually.Is(
            () => CliRun.Good(cluster, "configs describe --topic orders -o json"),
            run => run.Json.GetArrayLength() == 0,
            "both are unset");
        var one = await CliRun.Good(cluster, "configs describe --topic orders cleanup.policy -o json");
        var cluster1 = await CliRun.Good(cluster, "configs set --cluster log.retention.ms=99");

        Assert.Contains("--all", none.Out);
        Assert.Equal(["SETTING", "VALUE", "FROM"], Words(set.Lines[0]));
        Assert.Equal(["retention.ms", "1000", "topic"], Words(set.Lines[1]));
        Assert.Equal("delete", one.Json[0].GetProperty("value").GetString());
        Assert.Contains("the cluster's defaults", cluster1.Out);
    }

    [Fact]
    public async Task Wrong_settings_are_errors_of_one_line()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);

        var value = await CliRun.Of(cluster, "configs set --topic orders retention.ms=long");
        var key = await CliRun.Of(cluster, "configs describe --topic orders no.such.key");
        var whose = await CliRun.Of(cluster, "configs describe");
        var both = await CliRun.Of(cluster, "configs describe --topic orders --broker 0");
        var form = await CliRun.Of(cluster, "configs set --topic orders retention.ms");

        Assert.Equal([1, 2, 2, 2, 2], new[] { value, key, whose, both, form }.Select(run => run.ExitCode));
        Assert.All(new[] { value, key, whose, both, form }, run => Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task Cluster_is_described()
    {
        await using var cluster = await StartCluster();

        var table = await CliRun.Good(cluster, "cluster describe");
        var json = await CliRun.Good(cluster, "cluster describe --output json");

        Assert.StartsWith($"cluster {BrokerCluster.ClusterId}: 1 broker\n", table.Out);
        Assert.Contains($"127.0.0.1:{cluster.KafkaPortOf(0)}", table.Out);
        Assert.Equal(0, json.Json.GetProperty("brokers")[0].GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Partitions_are_moved_and_leaders_elected()
    {
        await using var cluster = await StartCluster(brokers: 2);
        await Eventually.Is(
            () => CliRun.Good(cluster, "cluster describe -o json"),
            run => run.Json.GetProperty("brokers").GetArrayLength() == 2,
            "both brokers are known");
        await CliRun.Good(cluster, "topics create orders --replica-assignment 0,0");

        var moving = await CliRun.Good(cluster, "partitions reassign orders:1 --replicas 1");
        await Eventually.Is(
            () => CliRun.Good(cluster, "topics describe orders -o json"),
            run => run.Json[0].GetProperty("partitions")[1].GetProperty("leader").ToString() == "1",
            "it has moved");
        var moves = await CliRun.Good(cluster, "partitions reassignments");
        var cancelled = await CliRun.Of(cluster, "partitions reassign orders:1 --cancel");
        var elected = await CliRun.Of(cluster, "partitions elect orders:0");
        var all = await CliRun.Good(cluster, "partitions elect");
        var both = await CliRun.Of(cluster, "partitions reassign orders --replicas 0 --cancel");

        Assert.Equal("Moving orders-1.\n", moving.Out);
        Assert.Equal("No moves are under way.\n", moves.Out);
        Assert.Equal((1, 1), (cancelled.ExitCode, cancelled.ErrorLines.Count));
        Assert.Equal((1, 1), (elected.ExitCode, elected.ErrorLines.Count));
        Assert.Equal("No partition needs an election.\n", all.Out);
        Assert.Equal(2, both.ExitCode);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Task<BrokerCluster> StartCluster(int brokers = 1) =>
        BrokerCluster.Start(brokers, gateway: new GatewayOptions());
}
