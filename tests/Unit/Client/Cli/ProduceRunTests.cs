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
            using var host = new CliHost
            {
                Input = new TricklingStream(Encoding.UTF8.GetBytes(text), partBytes),
                Output = Stream.Null,
                Out = TextWriter.Null,
                Error = TextWriter.Null,
            };
            var (producer, values) = RecordingProducer.New();
            var form = new LineForm(KeySeparator: null, NullValue: null, Headers: null, Partition: null);

            await new ProduceRun(producer, "orders", form, new Progress(host))
                .Send([], host.Input, CancellationToken.None);

            Assert.Equal(lines, values);
        }
    }
}
