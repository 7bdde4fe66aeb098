using System.Text;

namespace Cloud.Cli.Hosting;

/// <summary>
/// What surrounds the command: its streams, its terminal, its environment. Tests put others in their place.
/// </summary>
internal sealed class CliHost : IDisposable
{
    private const int OutputBufferBytes = 64 * 1024;

    /// <summary>Standard input.</summary>
    public required Stream Input { get; init; }

    /// <summary>Standard output for bytes; <see cref="Out"/> is to be flushed before it is written to.</summary>
    public required Stream Output { get; init; }

    /// <summary>Standard output for text: what was asked for, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error: errors, warnings, progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Columns of the terminal that output goes to; null where it goes to a file or another program.</summary>
    public int? OutputColumns { get; init; }

    /// <summary>Whether colours are wanted there (<c>NO_COLOR</c>).</summary>
    public bool HasColours { get; init; }

    /// <summary>Whether somebody watches standard error.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Whether somebody types standard input.</summary>
    public bool IsInputTerminal { get; init; }

    public Func<string, string?> Environment { get; init; } = static _ => null;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long a command has to end after Ctrl+C; null leaves signals alone.</summary>
    public TimeSpan? TerminationTimeout { get; init; }

    public static CliHost OfProcess()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new BufferedStream(StandardOutput.OfProcess(), OutputBufferBytes);
        return new()
        {
            Input = Console.OpenStandardInput(),
            Output = output,
            Out = new StreamWriter(output, encoding) { NewLine = "\n" },
            Error = Console.Error,
            OutputColumns = Console.IsOutputRedirected ? null : ColumnsOfTerminal(),
            HasColours = !Console.IsOutputRedirected && MayUseColours(),
            IsErrorTerminal = !Console.IsErrorRedirected,
            IsInputTerminal = !Console.IsInputRedirected,
            Environment = System.Environment.GetEnvironmentVariable,
            TerminationTimeout = TimeSpan.FromSeconds(10),
        };
    }

    public async Task Flush()
    {
        await Out.FlushAsync();
        await Output.FlushAsync();
    }

    public void Dispose()
    {
        Input.Dispose();
        Out.Dispose();
        Output.Dispose();
    }

    private static bool MayUseColours() =>
        string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR"))
        && System.Environment.GetEnvironmentVariable("TERM") is not "dumb";

    // Some terminals say nothing, or zero.
    private static int ColumnsOfTerminal()
    {
        const int Usual = 80;
        return Console.WindowWidth is > 0 and var columns ? columns : Usual;
    }
}
