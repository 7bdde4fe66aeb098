using Cloud.Cli;
using Cloud.Cli.Hosting;
using Cloud.Cli.Records;
using Cloud.Protocol;
using Cloud.Unit.Client.Workers;

namespace Cloud.Unit.Client.Cli;

/// <summary>How <c>cloud consume</c> ends with Ctrl+C.</summary>
public sealed class ConsumeRunTests
{
    private static readonly TopicPartition Partition = new("orders", 0);

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(5L, false, true)]
    [InlineData(null, true, true)]
    [InlineData(5L, true, true)]
    public async Task Interrupted_run_is_cut_short_where_it_had_an_end_to_come_to(
        long? countMax, bool endsByItself, bool isCutShort)
    {
        using var host = new CliHost
        {
            Input = Stream.Null,
            Output = Stream.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
        };
        var context = new CommandContext(host, CloudCommand.Create(host).Parse("consume orders"));
        var ends = new PartitionEnds(new Dictionary<TopicPartition, Offset> { [Partition] = new(1) });
        await using var consumer = new FakeConsumer { Assignment = [Partition] };
        var run = new ConsumeRun(
            consumer, host, RecordFormat.Read(context), countMax, endsByItself ? ends : null);

        await run.Print(new CancellationToken(canceled: true));

        Assert.Equal(isCutShort, run.IsCutShort);
    }
}
