using System.Globalization;
using System.Text;
using Cloud.Interop.Silos;
using Cloud.Interop.Tools;

namespace Cloud.Interop.Kcat;

/// <summary>What goes in by kcat comes out by kcat, the very same bytes.</summary>
public sealed class KcatTests(ThreeSilos silos) : IClassFixture<ThreeSilos>
{
    private const int RecordBytesMax = 1024 * 1024;

    [KcatFact]
    public async Task Brokers_and_partitions_are_listed()
    {
        await silos.CreateTopic("listed", partitions: 3);

        var listed = (await silos.Kcat.List("-t", "listed")).Text;

        Assert.Contains(" 3 brokers:", listed, StringComparison.Ordinal);
        Assert.Contains("topic \"listed\" with 3 partitions:", listed, StringComparison.Ordinal);
        Assert.Contains("partition 2, leader ", listed, StringComparison.Ordinal);
        foreach (var broker in silos.Brokers.Split(','))
        {
            Assert.Contains($" at {broker}", listed, StringComparison.Ordinal);
        }
    }

    [KcatTheory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task Lines_of_a_file_come_back_identical_in_every_compression(string codec)
    {
        using var file = new TemporaryFile(Lines(20_000));
        await silos.CreateTopic($"codec-{codec}");

        await silos.Kcat.ProduceLines($"codec-{codec}", file.Path, "-z", codec, "-X", "acks=all");

        var consumed = await silos.Kcat.Consume($"codec-{codec}");
        Assert.Equal(await File.ReadAllTextAsync(file.Path), consumed.Text);
    }

    [KcatTheory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("all")]
    public async Task Every_kind_of_acknowledgement_is_served(string acks)
    {
        var topic = $"acks-{acks}";
        await silos.CreateTopic(topic);

        await silos.Kcat.Produce(topic, Lines(1000), "-X", $"acks={acks}");

        // Nobody has said when acks 0 are in the log: the end of it says so.
        await Until.Holds("all are in the log", async () => await silos.Kcat.OffsetOf(topic, 0, -1) == 1000);
        Assert.Equal(Encoding.UTF8.GetString(Lines(1000)), (await silos.Kcat.Consume(topic)).Text);
    }

    [KcatFact]
    public async Task Idempotent_lines_of_several_partitions_stay_in_order()
    {
        using var file = new TemporaryFile(Lines(30_000));
        await silos.CreateTopic("spread", partitions: 3, ("min.insync.replicas", "2"));

        await silos.Kcat.ProduceLines("spread", file.Path, "-X", "enable.idempotence=true", "-X", "linger.ms=5");

        var consumed = (await silos.Kcat.Consume("spread", "-f", "%p %s\n")).Lines;
        var records = consumed.Select(line => line.Split(' ')).ToLookup(parts => parts[0], parts => parts[1]);
        foreach (var partition in records)
        {
            Assert.Equal(partition.Order(StringComparer.Ordinal), partition);
        }

        Assert.Equal(
            await File.ReadAllLinesAsync(file.Path),
            records.SelectMany(partition => partition).Order(StringComparer.Ordinal));
    }

    [KcatFact]
    public async Task Keys_headers_and_tombstones_come_back()
    {
        await silos.CreateTopic("parts");
        var input = Encoding.UTF8.GetBytes("first:one\nsecond:\nthird:drei\n");

        await silos.Kcat.Produce("parts", input, "-K", ":", "-Z", "-H", "kind=test", "-H", "empty=");

        // A length of -1 is null: the tombstone.
        var consumed = await silos.Kcat.Consume("parts", "-f", "%k|%s|%S|%h\n");
        Assert.Equal(
            ["first|one|3|kind=test,empty=", "second||-1|kind=test,empty=", "third|drei|4|kind=test,empty="],
            consumed.Lines.Select(line => line.Replace("NULL", "", StringComparison.Ordinal)));
    }

    [KcatFact]
    public async Task Record_of_a_megabyte_comes_back_identical()
    {
        var record = new byte[RecordBytesMax];
        new Random(7).NextBytes(record);
        using var file = new TemporaryFile(record);
        await silos.CreateTopic("large", configs: ("max.message.bytes", "2097152"));

        await silos.Kcat.ProduceWhole("large", file.Path, "-X", "message.max.bytes=2097152");

        var consumed = await silos.Kcat.Consume("large", "-D", "", "-f", "%s");
        Assert.Equal(record, consumed.Bytes);
    }

    [KcatFact]
    public async Task Reading_begins_at_an_offset_at_the_end_or_at_a_time()
    {
        await silos.CreateTopic("positions");
        await silos.Kcat.Produce("positions", Lines(100));
        var stamps = (await silos.Kcat.Consume("positions", "-f", "%T\n")).Lines;
        var middle = long.Parse(stamps[50], CultureInfo.InvariantCulture);
        var firstOfMiddle = stamps.TakeWhile(stamp => long.Parse(stamp, CultureInfo.InvariantCulture) < middle).Count();

        var fromOffset = (await silos.Kcat.Consume("positions", "-p", "0", "-o", "90", "-f", "%o\n")).Lines;
        var lastThree = (await silos.Kcat.Consume("positions", "-p", "0", "-o", "-3", "-f", "%o\n")).Lines;
        var fromTime = (await silos.Kcat.Consume("positions", "-p", "0", "-o", $"s@{middle}", "-f", "%o\n")).Lines;

        Assert.Equal(Enumerable.Range(90, 10).Select(offset => $"{offset}"), fromOffset);
        Assert.Equal(["97", "98", "99"], lastThree);
        Assert.Equal(
            Enumerable.Range(firstOfMiddle, 100 - firstOfMiddle).Select(offset => $"{offset}"), fromTime);
    }

    [KcatFact]
    public async Task Offsets_are_told_for_beginning_end_and_times()
    {
        await silos.CreateTopic("offsets");
        await silos.Kcat.Produce("offsets", Lines(10));
        var stamp = (await silos.Kcat.Consume("offsets", "-c", "1", "-f", "%T")).Text;
        var first = long.Parse(stamp, CultureInfo.InvariantCulture);

        Assert.Equal(0, await silos.Kcat.OffsetOf("offsets", 0, -2));
        Assert.Equal(10, await silos.Kcat.OffsetOf("offsets", 0, -1));
        Assert.Equal(0, await silos.Kcat.OffsetOf("offsets", 0, first));
    }

    private static byte[] Lines(int count) => Encoding.UTF8.GetBytes(string.Concat(
        Enumerable.Range(0, count).Select(number => $"{number:D8}-{new string((char)('a' + (number % 26)), 40)}\n")));
}
