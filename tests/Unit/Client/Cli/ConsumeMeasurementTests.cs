using Cloud.Cli.Bench;
using Cloud.Cli.Hosting;
using Cloud.Cli.Records;
using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Client.Cli;

/// <summary>Where <c>cloud bench consume</c> ends: offsets are not records.</summary>
public sealed class ConsumeMeasurementTests
{
    private static readonly TopicPartition Partition = new("orders", 0);

    private static readonly PartitionEnds Ends = new(new Dictionary<TopicPartition, Offset> { [Partition] = new(10) });

    [Fact]
    public async Task Records_that_compaction_has_left_are_all_there_are()
    {
        var report = await Measure(ScriptedConsumer.At(new Offset(10), Batch(new Offset(9))), count: 10);

        Assert.Equal((1, 8), (report.Records, report.Bytes));
    }

    [Fact]
    public async Task Markers_at_the_end_are_not_waited_for()
    {
        var report = await Measure(ScriptedConsumer.At(new Offset(10)), count: 10);

        Assert.Equal(0, report.Records);
    }

    [Fact]
    public async Task Records_that_were_asked_for_are_enough()
    {
        var report = await Measure(
            ScriptedConsumer.At(new Offset(5), Batch(new Offset(0)), Batch(new Offset(1)), Batch(new Offset(2))),
            count: 2);

        Assert.Equal(2, report.Records);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public async Task Interrupted_before_the_end_it_is_cut_short(long position, bool isCutShort)
    {
        using var host = NewHost();
        var run = new ConsumeMeasurement(ScriptedConsumer.At(new Offset(position)), Ends, host);

        await run.Measure(count: 10, new CancellationToken(canceled: true));

        Assert.Equal(isCutShort, run.IsCutShort);
    }

    private static CliHost NewHost() => new()
    {
        Input = Stream.Null,
        Output = Stream.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
    };

    private static async Task<BenchReport> Measure(
        IConsumer<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> consumer, long count)
    {
        using var host = NewHost();
        return await new ConsumeMeasurement(consumer, Ends, host).Measure(count, CancellationToken.None);
    }

    private static ConsumerBatch<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Batch(Offset offset) => new(
        Partition,
        [
            new()
            {
                TopicPartition = Partition,
                Offset = offset,
                LeaderEpoch = LeaderEpoch.None,
                Timestamp = DateTimeOffset.UnixEpoch,
                TimestampType = TimestampType.CreateTime,
                Key = "key"u8.ToArray(),
                Value = "value"u8.ToArray(),
                Headers = [],
            },
        ],
        new(Partition, offset.Plus(1)));
}
