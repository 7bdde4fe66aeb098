using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Integration.Silos;

namespace Cloud.Integration.Client.Cli;

/// <summary><c>cloud produce</c> and <c>cloud consume</c> against a cluster.</summary>
public sealed class RecordCommandTests
{
    [Fact]
    public async Task Lines_come_back_byte_for_byte()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);
        var lines = string.Concat(Enumerable.Range(0, 5_000).Select(number => $"line {number} ü\r\n")) + "last";

        var produced = await CliRun.Good(cluster, "produce orders --compression gzip", lines);
        var consumed = await CliRun.Good(cluster, "consume orders --from-beginning --exit-at-end");

        Assert.Equal(("", "Wrote 5001 records to orders.\n"), (produced.Out, produced.Error));
        Assert.Equal(lines + "\n", consumed.Out);
        Assert.Equal("", consumed.Error);
    }

    [Fact]
    public async Task Files_are_produced_one_after_the_other()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);
        using var folder = new TemporaryFolder();
        var (first, second) = (Path.Combine(folder.Path, "1"), Path.Combine(folder.Path, "2"));
        await File.WriteAllTextAsync(first, "a\nb\n");
        await File.WriteAllTextAsync(second, "c\n");

        var produced = await CliRun.Good(cluster, $"produce orders {first} {second} -o json");
        var consumed = await CliRun.Good(cluster, "consume orders --from-beginning --exit-at-end");
        var missing = await CliRun.Of(cluster, $"produce orders {first}.no");

        Assert.Equal(3, produced.Json.GetProperty("records").GetInt32());
        Assert.Equal("a\nb\nc\n", consumed.Out);
        Assert.Equal((2, 1), (missing.ExitCode, missing.ErrorLines.Count));
    }

    [Fact]
    public async Task Keys_headers_and_tombstones_are_written_and_printed()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 2, 1);

        await CliRun.Good(
            cluster,
            "produce orders --partition 1 --key-separator : --null-value NULL --header from=test --header x=",
            "k1:v1\nk2:NULL\nplain\n");
        var text = await CliRun.Good(
            cluster, "consume orders --partition 1 --from-beginning --exit-at-end --keys --headers --key-separator |");
        var json = await CliRun.Good(cluster, "consume orders:1 --offset 1 --exit-at-end -o json");

        Assert.Equal(["from=test,x=|k1|v1", "from=test,x=|k2|null", "from=test,x=|null|plain"], text.Lines);
        Assert.Equal(2, json.Lines.Count);
        Assert.StartsWith("{\"topic\":\"orders\",\"partition\":1,\"offset\":1,\"timestamp\":\"", json.Lines[0]);
        Assert.EndsWith(
            """
            "key":"k2","value":null,"headers":[{"key":"from","value":"test"},{"key":"x","value":""}]}
            """,
            json.Lines[0]);
    }

    [Fact]
    public async Task Reading_begins_and_ends_where_it_is_told()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);
        await CliRun.Good(cluster, "produce orders", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");

        var first = await CliRun.Good(cluster, "consume orders --from-beginning --max-messages 3");
        var last = await CliRun.Good(cluster, "consume orders --offset -2 --exit-at-end");
        var middle = await CliRun.Good(cluster, "consume orders --offset 5 --max-messages 2");
        var sinceEpoch = await CliRun.Good(cluster, "consume orders --from-time 1970-01-02 --max-messages 1");
        var future = await CliRun.Good(cluster, "consume orders --from-time 2900-01-01 --exit-at-end");
        var end = await CliRun.Good(cluster, "consume orders --exit-at-end");

        Assert.Equal(["0", "1", "2"], first.Lines);
        Assert.Equal(["8", "9"], last.Lines);
        Assert.Equal(["5", "6"], middle.Lines);
        Assert.Equal(["0"], sinceEpoch.Lines);
        Assert.Equal(("", ""), (future.Out, end.Out));
    }

    [Fact]
    public async Task Following_ends_well_when_it_is_interrupted()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);
        await CliRun.Good(cluster, "produce orders", "a\n");
        using var interrupt = new CancellationTokenSource();

        var following = CliRun.Of(cluster, "consume orders --from-beginning", stop: interrupt.Token);
        await interrupt.CancelAsync();
        var run = await following;

        Assert.Contains(run.ExitCode, new[] { 0, 130 });
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Missing_topic_and_partition_are_told_at_once()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);

        var produce = await CliRun.Of(cluster, "produce absent", "a\n");
        var consume = await CliRun.Of(cluster, "consume absent");
        var partition = await CliRun.Of(cluster, "consume orders:7");
        var mixed = await CliRun.Of(cluster, "consume orders --group a --offset 5");
        var starts = await CliRun.Of(cluster, "consume orders --offset 5 --from-beginning");

        Assert.Equal([1, 1, 2, 2, 2], new[] { produce, consume, partition, mixed, starts }.Select(run => run.ExitCode));
        Assert.All(new[] { produce, consume, partition, mixed, starts }, run => Assert.Single(run.ErrorLines));
        Assert.Contains("cloud topics create absent", produce.Error);
    }

    [Theory]
    [InlineData("produce orders --partition 3")]
    [InlineData("produce orders --partition -1")]
    [InlineData("consume orders:3")]
    [InlineData("consume orders --partition 0 --partition -1")]
    public async Task Partition_that_the_topic_does_not_have_is_an_error_of_the_command_line(string commandLine)
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 3, 1);

        var run = await CliRun.Of(cluster, commandLine, "a\nb\n");

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("error: orders has 3 partitions; ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task Record_that_is_too_large_is_counted_and_explained()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1, ("max.message.bytes", "1000"));

        var run = await CliRun.Of(cluster, "produce orders", $"small\n{new string('x', 5_000)}\n");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error: 1 record was not written. First: ", run.Error);
    }

    [Fact]
    public async Task Segment_files_are_dumped_as_text_and_as_json()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);
        await CliRun.Good(cluster, "produce orders --key-separator :", "k:v\n");
        var file = Directory.GetFiles(cluster.FolderOf(0), "*.log", SearchOption.AllDirectories)
            .Single(path => path.Contains("orders-0"));
        using var folder = new TemporaryFolder();
        var cut = Path.Combine(folder.Path, "cut.log");
        await File.WriteAllBytesAsync(cut, (await ReadShared(file))[..^3]);

        var batches = await CliRun.Good(cluster, $"log dump {file}");
        var records = await CliRun.Good(cluster, $"log dump {file} --records");
        var json = await CliRun.Good(cluster, $"log dump {file} --records -o json");
        var damaged = await CliRun.Of(cluster, $"log dump {cut}");
        var damagedJson = await CliRun.Of(cluster, $"log dump {cut} -o json");

        Assert.DoesNotContain("payload: v", batches.Out);
        Assert.Contains("key: k payload: v", records.Out);
        Assert.Equal("v", json.Json.GetProperty("records")[0].GetProperty("value").GetString());
        Assert.Equal((1, 1), (damaged.ExitCode, damaged.ErrorLines.Count));
        Assert.Equal((1, 1), (damagedJson.ExitCode, damagedJson.ErrorLines.Count));
    }

    [Fact]
    public async Task Measurements_tell_rates_and_latencies()
    {
        await using var cluster = await StartCluster();
        await cluster.ServeTopic("orders", 1, 1);

        var empty = await CliRun.Of(cluster, "bench consume orders");
        var produce = await CliRun.Good(cluster, "bench produce orders --records 2000 --size 50 --acks 1");
        var consume = await CliRun.Good(cluster, "bench consume orders -o json");
        var latency = await CliRun.Good(cluster, "bench latency orders --records 50 -o json");

        Assert.Equal(2, empty.ExitCode);
        Assert.StartsWith("2,000 records in ", produce.Out);
        Assert.Contains("p99 ", produce.Out);
        Assert.Contains("###", produce.Out);
        Assert.All(produce.Lines, line => Assert.InRange(line.Length, 0, 120));
        Assert.Equal(2_000, consume.Json.GetProperty("records").GetInt32());
        Assert.True(latency.Json.GetProperty("latencyMilliseconds").GetProperty("p50").GetDouble() > 0);
    }

    private static async Task<byte[]> ReadShared(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static Task<BrokerCluster> StartCluster() => BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
}
