using Cloud.Gateway;
using Cloud.Integration.Brokers;

namespace Cloud.Integration.Client.Cli;

/// <summary><c>cloud topics</c> against a cluster.</summary>
public sealed class TopicCommandTests
{
    [Fact]
    public async Task Topic_goes_through_its_life()
    {
        await using var cluster = await StartCluster();

        var created = await CliRun.Good(
            cluster,
            "topics create orders --partitions 3 --replication-factor 1 --config retention.ms=1000 -c segment.ms=2000");
        var described = await CliRun.Good(cluster, "topics describe orders");
        await CliRun.Good(cluster, "topics alter orders --config retention.ms=5 --delete-config segment.ms");
        await CliRun.Good(cluster, "topics add-partitions orders --partitions 4");
        var listed = await Eventually.Is(
            () => CliRun.Good(cluster, "topics list -o json"),
            run => run.Json[0].GetProperty("partitionCount").GetInt32() == 4,
            "it has four partitions");
        var altered = await Eventually.Is(
            () => CliRun.Good(cluster, "topics describe orders -o json"),
            run => run.Json[0].GetProperty("configs").GetProperty("retention.ms").GetString() == "5",
            "its settings are changed");
        var deleted = await CliRun.Good(cluster, "topics delete orders");

        Assert.Equal("Created topic orders: 3 partitions, replication factor 1.\n", created.Out);
        Assert.Contains("orders: 3 partitions, replication factor 1, id ", described.Out);
        Assert.Contains("settings: retention.ms=1000, segment.ms=2000", described.Out);
        Assert.Contains("PARTITION  LEADER  EPOCH  REPLICAS  ISR", described.Out);
        Assert.Equal("orders", listed.Json[0].GetProperty("name").GetString());
        Assert.False(altered.Json[0].GetProperty("configs").TryGetProperty("segment.ms", out _));
        Assert.Equal("Deleted topic orders.\n", deleted.Out);
    }

    [Fact]
    public async Task Topic_that_is_there_is_an_error_unless_it_may_be()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);

        var again = await CliRun.Of(cluster, "topics create orders");
        var mayBe = await CliRun.Of(cluster, "topics create orders --if-not-exists");
        var absent = await CliRun.Of(cluster, "topics delete absent");
        var mayBeAbsent = await CliRun.Of(cluster, "topics delete absent --if-exists");

        Assert.Equal((1, ""), (again.ExitCode, again.Out));
        Assert.StartsWith("error: Topic 'orders': ", Assert.Single(again.ErrorLines));
        Assert.Equal(0, mayBe.ExitCode);
        Assert.Equal(1, absent.ExitCode);
        Assert.Equal(0, mayBeAbsent.ExitCode);
    }

    [Fact]
    public async Task Missing_topic_is_one_line_and_the_others_are_shown()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);

        var run = await CliRun.Of(cluster, "topics describe orders absent -o json");

        Assert.Equal((1, 1), (run.ExitCode, run.Json.GetArrayLength()));
        Assert.StartsWith("error: Topic 'absent': ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task Replicas_may_be_named_one_by_one()
    {
        await using var cluster = await StartCluster(brokers: 2);
        await Eventually.Is(
            () => CliRun.Good(cluster, "cluster describe -o json"),
            run => run.Json.GetProperty("brokers").GetArrayLength() == 2,
            "both brokers are known");

        await CliRun.Good(cluster, "topics create orders --replica-assignment 1:0,0:1");

        var described = await CliRun.Good(cluster, "topics describe orders -o json");
        Assert.Equal(
            ["[1,0]", "[0,1]"],
            described.Json[0].GetProperty("partitions").EnumerateArray()
                .Select(partition => $"[{string.Join(",", partition.GetProperty("replicas").EnumerateArray())}]"));
    }

    [Fact]
    public async Task Tables_fit_into_a_terminal_of_80_columns()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic(new string('t', 100), 2, 1);

        string[] commands = ["topics list", "topics describe", "cluster describe", "configs describe --broker 0 --all"];
        foreach (var command in commands)
        {
            var run = await CliRun.Good(cluster, command, columns: 80);

            var tables = run.Lines.Where(line => !line.Contains("replication factor"));
            Assert.All(tables, line => Assert.InRange(line.Length, 0, 80));
            Assert.DoesNotContain('\u001b', run.Out);
        }
    }

    private static Task<BrokerCluster> StartCluster(int brokers = 1) =>
        BrokerCluster.Start(brokers, gateway: new GatewayOptions());
}
