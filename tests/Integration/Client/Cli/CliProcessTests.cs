using Cloud.Cli;
using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Integration.Silos;

namespace Cloud.Integration.Client.Cli;

/// <summary>What only a real process shows: its streams, its exit code, signals.</summary>
public sealed class CliProcessTests
{
    [Fact]
    public async Task Lines_go_from_standard_input_to_standard_output()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        var server = $"127.0.0.1:{cluster.KafkaPortOf(0)}";
        var lines = Numbers(20_000);

        var created = await CliProcess.Run(server, "topics create orders --partitions 1 --replication-factor 1");
        var produced = await CliProcess.Run(server, "produce orders", lines);
        var consumed = await CliProcess.Run(server, "consume orders --from-beginning --exit-at-end");

        Assert.Equal((0, 0, 0), (created.ExitCode, produced.ExitCode, consumed.ExitCode));
        Assert.Equal(lines, consumed.Out);
        Assert.Equal("", consumed.Error);
    }

    [Theory]
    [InlineData("--from-beginning", ExitCode.Ok)]
    [InlineData("--from-beginning --max-messages 2", ExitCode.Interrupted)]
    public async Task Ctrl_C_is_an_end_and_an_error_where_there_was_something_left_to_do(string options, int exitCode)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1);
        await CliRun.Good(cluster, "produce orders", "first\n");
        using var consumer = CliProcess.Start(
            $"127.0.0.1:{cluster.KafkaPortOf(0)}", $"consume orders {options}");

        var first = await consumer.Out.ReadLineAsync();
        consumer.SendInterrupt();
        var end = await consumer.End();

        Assert.Equal(("first", exitCode, ""), (first, end.ExitCode, end.Error));
    }

    [Theory]
    [InlineData("produce")]
    [InlineData("latency")]
    public async Task Measurement_that_is_interrupted_tells_what_it_has_and_that_it_is_not_all(string command)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1);
        using var bench = CliProcess.Start(
            $"127.0.0.1:{cluster.KafkaPortOf(0)}", $"bench {command} orders --records 1000000000 --size 10 --acks 1");

        // The first 200 are not measured.
        await CliRun.Good(cluster, "consume orders --from-beginning --max-messages 201");
        bench.SendInterrupt();
        var end = await bench.End();

        Assert.Equal((ExitCode.Interrupted, ""), (end.ExitCode, end.Error));
        Assert.Contains(" records in ", end.Out);
    }

    [Fact]
    public async Task Group_ends_with_the_reader_of_its_lines_and_commits_no_more_than_was_printed()
    {
        const int Lines = 100_000;
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1);
        await CliRun.Good(cluster, "produce orders", Numbers(Lines));

        var run = await CliProcess.RunScript(
            $"127.0.0.1:{cluster.KafkaPortOf(0)}", "cloud consume orders --group billing --from-beginning | head -n 2");

        Assert.Equal((ExitCode.OutputNotWanted, "0\n1\n", ""), (run.ExitCode, run.Out, run.Error));
        var group = await CliRun.Good(cluster, "groups describe billing -o json");
        var committed = group.Json[0].GetProperty("partitions")[0].GetProperty("committed").GetInt32();
        Assert.InRange(committed, 1, Lines - 1);
    }

    [Fact]
    public async Task Group_has_again_what_a_full_disk_did_not_take()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1);
        await CliRun.Good(cluster, "produce orders", Numbers(20_000));

        var full = await CliProcess.RunScript(
            $"127.0.0.1:{cluster.KafkaPortOf(0)}", "cloud consume orders --group billing --from-beginning > /dev/full");
        var again = await CliRun.Good(cluster, "consume orders --group billing --from-beginning --max-messages 1");

        Assert.Equal(ExitCode.Failed, full.ExitCode);
        Assert.StartsWith("error: Standard output cannot be written: ", Assert.Single(full.ErrorLines));
        Assert.Equal("0\n", again.Out);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_an_exit_code_and_one_line()
    {
        var server = $"127.0.0.1:{SiloProgram.FreePort()}";

        var run = await CliProcess.Run(server, "topics list --timeout 1");

        Assert.Equal((ExitCode.Unreachable, ""), (run.ExitCode, run.Out));
        Assert.Contains(server, Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task Full_disk_is_an_exit_code_and_one_line()
    {
        var run = await CliProcess.RunScript("127.0.0.1:1", "cloud --help > /dev/full");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.StartsWith("error: Standard output cannot be written: ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task Commands_of_a_script_write_to_one_file_one_after_the_other()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "out");

        var run = await CliProcess.RunScript(
            "127.0.0.1:1", $"{{ echo first; cloud completion bash; echo last; }} > '{file}'");

        var lines = await File.ReadAllLinesAsync(file);
        Assert.Equal((0, "first", "last"), (run.ExitCode, lines[0], lines[^1]));
        Assert.Contains(lines, line => line.Contains("complete -F"));
    }

    private static string Numbers(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(number => $"{number}\n"));
}
