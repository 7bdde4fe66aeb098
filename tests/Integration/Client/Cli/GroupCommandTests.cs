using Cloud.Client;
using Cloud.Gateway;
using Cloud.Integration.Brokers;

namespace Cloud.Integration.Client.Cli;

/// <summary><c>cloud groups</c> against a cluster.</summary>
public sealed class GroupCommandTests
{
    [Fact]
    public async Task Offsets_are_shown_and_reset_only_when_it_is_said()
    {
        await using var cluster = await StartCluster();
        await CliRun.Good(cluster, "produce orders --partition 0", "a\nb\nc\nd\n");
        await Commit(cluster, "billing", offset: 2);

        var described = await CliRun.Good(cluster, "groups describe billing");
        var dry = await CliRun.Good(cluster, "groups reset-offsets billing --to-earliest");
        var still = await Committed(cluster);
        var executed = await CliRun.Good(
            cluster, "groups reset-offsets billing --topic orders:0 --shift-by 1 --execute -o json");
        var shifted = await Committed(cluster);
        await CliRun.Good(cluster, "groups reset-offsets billing --to-latest --execute");
        var latest = await Committed(cluster);
        await CliRun.Good(cluster, "groups reset-offsets billing --to-offset 1 --execute");
        var at = await Committed(cluster);
        await CliRun.Good(cluster, "groups reset-offsets billing --to-datetime 1980-01-01 --execute");
        var time = await Committed(cluster);

        Assert.StartsWith("billing: Empty, classic protocol", described.Out);
        Assert.Equal("orders 0 2 4 2 -", Words(described.Lines[^1]));
        Assert.Equal("orders 0 2 0", Words(dry.Lines[^1]));
        Assert.Contains("--execute", Assert.Single(dry.ErrorLines));
        Assert.Equal(3, executed.Json[0].GetProperty("to").GetInt32());
        Assert.Equal([2, 3, 4, 1, 0], new[] { still, shifted, latest, at, time });
    }

    [Fact]
    public async Task Group_goes_on_where_it_was()
    {
        await using var cluster = await StartCluster();
        await CliRun.Good(cluster, "produce orders", "a\nb\nc\nd\n");

        var first = await CliRun.Good(cluster, "consume orders --group billing --from-beginning --max-messages 3");
        var rest = await CliRun.Good(cluster, "consume orders --group billing --exit-at-end");

        Assert.Equal(("a\nb\nc\n", "d\n"), (first.Out, rest.Out));
        Assert.Equal(4, await Committed(cluster));
    }

    [Fact]
    public async Task Groups_are_listed_and_deleted()
    {
        await using var cluster = await StartCluster();
        await Commit(cluster, "billing", offset: 0);

        var listed = await CliRun.Good(cluster, "groups list");
        var none = await CliRun.Good(cluster, "groups list --state Stable -o json");
        var deleted = await CliRun.Good(cluster, "groups delete billing");
        var again = await CliRun.Of(cluster, "groups delete billing");
        var absent = await CliRun.Of(cluster, "groups describe billing");
        var nothing = await CliRun.Of(cluster, "groups reset-offsets billing --to-earliest");

        Assert.StartsWith("billing", listed.Lines[1]);
        Assert.Equal(0, none.Json.GetArrayLength());
        Assert.Equal("Deleted group billing.\n", deleted.Out);
        Assert.Equal([1, 1, 2], new[] { again, absent, nothing }.Select(run => run.ExitCode));
        Assert.All(new[] { again, absent, nothing }, run => Assert.Single(run.ErrorLines));
    }

    private static string Words(string line) =>
        string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static async Task<int> Committed(BrokerCluster cluster) =>
        (await CliRun.Good(cluster, "groups describe billing -o json"))
        .Json[0].GetProperty("partitions")[0].GetProperty("committed").GetInt32();

    private static async Task Commit(BrokerCluster cluster, string group, long offset)
    {
        await using var admin = new AdminClient(new AdminOptions
        {
            BootstrapServers = [$"127.0.0.1:{cluster.KafkaPortOf(0)}"],
        });
        (await admin.AlterGroupOffsetsAsync(group, [new(new("orders", 0), new(offset))])).ThrowIfAnyFailed();
    }

    private static async Task<BrokerCluster> StartCluster()
    {
        var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1);
        return cluster;
    }
}
