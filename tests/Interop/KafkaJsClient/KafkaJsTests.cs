using System.Text;
using Cloud.Interop.Kcat;
using Cloud.Interop.Silos;
using Cloud.Interop.Tools;

namespace Cloud.Interop.KafkaJsClient;

/// <summary>kafkajs makes topics and produces. It reads in groups only, so kcat reads.</summary>
public sealed class KafkaJsTests(ThreeSilos silos) : IClassFixture<ThreeSilos>
{
    [KafkaJsFact]
    public async Task Topic_is_created_listed_and_not_created_twice()
    {
        var first = await KafkaJs.Run("create-topic.js", silos.Brokers, "made", "4", "3", "min.insync.replicas=2");
        var second = await KafkaJs.Run("create-topic.js", silos.Brokers, "made", "4", "3");
        var listed = await KafkaJs.Run("list-topics.js", silos.Brokers);

        Assert.Equal("true", first.Text.Trim());
        Assert.Equal("false", second.Text.Trim());
        Assert.Contains("made 4", listed.Lines);
        Assert.Contains("\"made\" with 4 partitions", (await silos.Kcat.List()).Text, StringComparison.Ordinal);
    }

    [KafkaJsFact]
    public async Task Offsets_are_fetched()
    {
        await silos.CreateTopic("js-offsets", partitions: 2);
        await silos.Kcat.Produce("js-offsets", Encoding.UTF8.GetBytes("a\nb\nc\n"), "-p", "1");

        var offsets = await KafkaJs.Run("fetch-offsets.js", silos.Brokers, "js-offsets");

        Assert.Equal(["0 0 0", "1 0 3"], offsets.Lines.Order(StringComparer.Ordinal));
    }

    [KafkaJsFact]
    public Task Lines_produced_with_acks_all_come_back_identical() => ComesBack("js-all", "-1");

    [KafkaJsFact]
    public Task Lines_produced_with_acks_one_come_back_identical() => ComesBack("js-one", "1");

    [KafkaJsFact]
    public Task Lines_produced_without_acks_come_back_identical() => ComesBack("js-none", "0");

    [KafkaJsFact]
    public Task Lines_produced_in_gzip_come_back_identical() => ComesBack("js-gzip", "-1", "gzip");

    [KafkaJsFact]
    public Task Lines_produced_idempotently_come_back_identical() => ComesBack("js-once", "-1", "idempotent");

    [KafkaJsFact]
    public async Task Keys_headers_and_tombstones_come_back()
    {
        await silos.CreateTopic("js-parts");

        var produced = await KafkaJs.Run("produce-parts.js", silos.Brokers, "js-parts");

        // A length of -1 is null.
        var consumed = await silos.Kcat.Consume("js-parts", "-f", "%K %k|%S %s|%h\n");
        Assert.Equal("0", produced.Text.Trim());
        Assert.Equal(["3 key|5 value|one=1,two=zwei", "-1 |7 keyless|", "4 gone|-1 |"], consumed.Lines);
    }

    private async Task ComesBack(string topic, string acks, params string[] how)
    {
        const int LineCount = 5000;
        var lines = string.Concat(Enumerable.Range(0, LineCount)
            .Select(number => $"line {number}: äöü {new string('x', 30)}\n"));
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(lines));
        await silos.CreateTopic(topic);

        await KafkaJs.Run("produce-lines.js", silos.Brokers, [topic, file.Path, acks, .. how]);

        // Nobody has said when acks 0 are in the log: the end of it says so.
        await Until.Holds("all are in the log", async () => await silos.Kcat.OffsetOf(topic, 0, -1) == LineCount);
        Assert.Equal(lines, (await silos.Kcat.Consume(topic)).Text);
    }
}
