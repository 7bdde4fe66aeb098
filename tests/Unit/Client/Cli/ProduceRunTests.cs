using System.Text;
using Cloud.Cli.Hosting;
using Cloud.Cli.Output;
using Cloud.Cli.Records;

namespace Cloud.Unit.Client.Cli;

/// <summary>How <c>cloud produce</c> takes lines out of what it reads.</summary>
public sealed class ProduceRunTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\n", new[] { "" })]
    [InlineData("a", new[] { "a" })]
    [InlineData("\n\nab\r\n\nlong line\nlast", new[] { "", "", "ab\r", "", "long line", "last" })]
    public async Task Lines_are_the_same_however_their_bytes_arrive(string text, string[] lines)
    {
        foreach (var partBytes in (int[])[1, 2, 3, int.MaxValue])
        {
            var (_, values) = await Send(text, partBytes, bytesMax: 100);

            Assert.Equal(lines, values);
        }
    }

    [Theory]
    [InlineData("a\nlonger than ten bytes\nb\n", new[] { "a", "b" })]
    [InlineData("a\nlonger than ten bytes, without an end", new[] { "a" })]
    public async Task Line_that_is_too_long_for_any_record_is_refused_before_its_end_comes(string text, string[] lines)
    {
        foreach (var partBytes in (int[])[1, 4])
        {
            var (run, values) = await Send(text, partBytes, bytesMax: 10);

            Assert.Equal(lines, values);
            Assert.Equal(1, run.Failed);
            Assert.Contains("Line 2 has more than 10 bytes", run.FirstFailure!.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<(ProduceRun Run, IReadOnlyCollection<string?> Values)> Send(
        string text, int partBytes, int bytesMax)
    {
        using var host = new CliHost
        {
            Input = new TricklingStream(Encoding.UTF8.GetBytes(text), partBytes),
            Output = Stream.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
        };
        var (producer, values) = RecordingProducer.New();
        var form = new LineForm(KeySeparator: null, NullValue: null, Headers: null, Partition: null, bytesMax);
        var run = new ProduceRun(producer, "orders", form, new Progress(host));
        await run.Send([], host.Input, CancellationToken.None);
        return (run, values);
    }
}
