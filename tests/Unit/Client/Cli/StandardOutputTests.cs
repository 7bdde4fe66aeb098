using Cloud.Cli;
using Cloud.Cli.Hosting;

namespace Cloud.Unit.Client.Cli;

/// <summary>Standard output that cannot be written is one failure, however many buffers lie above it.</summary>
public sealed class StandardOutputTests
{
    private const int BrokenPipe = 32;
    private const int NoSpace = 28;

    [Fact]
    public void First_failure_is_thrown_and_what_comes_after_it_is_dropped()
    {
        var disk = new FullStream(bytesMax: 4, new IOException("full", NoSpace));
        using var output = new BufferedStream(new StandardOutput(disk));
        output.Write("1234"u8);
        output.Flush();
        output.Write("5"u8);

        var failure = Assert.Throws<OutputException>(output.Flush);
        output.Flush();

        Assert.False(failure.IsNotWanted);
        Assert.Equal("1234"u8.ToArray(), disk.ToArray());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("completion bash")]
    public async Task Full_disk_is_an_exit_code_and_one_line(string commandLine)
    {
        var (exitCode, error) = await Run(commandLine, new IOException("No space left on device", NoSpace));

        Assert.Equal(
            (ExitCode.Failed, "error: Standard output cannot be written: No space left on device\n"),
            (exitCode, error));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("completion bash")]
    public async Task Reader_that_went_away_is_an_exit_code_and_no_word(string commandLine)
    {
        var (exitCode, error) = await Run(commandLine, new IOException("Broken pipe", BrokenPipe));

        Assert.Equal((ExitCode.OutputNotWanted, ""), (exitCode, error));
    }

    private static async Task<(int ExitCode, string Error)> Run(string commandLine, IOException failure)
    {
        var error = new StringWriter { NewLine = "\n" };
        var output = new BufferedStream(new StandardOutput(new FullStream(bytesMax: 0, failure)));
        using var host = new CliHost
        {
            Input = Stream.Null,
            Output = output,
            Out = new StreamWriter(output),
            Error = error,
        };
        var exitCode = await CloudCommand.Run(commandLine.Split(' '), host);
        return (exitCode, error.ToString());
    }
}
