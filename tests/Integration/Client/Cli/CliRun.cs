using System.Text;
using System.Text.Json;
using Cloud.Cli;
using Cloud.Cli.Hosting;
using Cloud.Integration.Brokers;

namespace Cloud.Integration.Client.Cli;

/// <summary>A command as it was typed, run in this process: its exit code and what it has written.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public IReadOnlyList<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <param name="commandLine">Words apart by blanks.</param>
    /// <param name="columns">Of the terminal; null for none.</param>
    public static Task<CliRun> Of(
        BrokerCluster cluster,
        string commandLine,
        string input = "",
        int? columns = null,
        CancellationToken stop = default) =>
        Of($"127.0.0.1:{cluster.KafkaPortOf(cluster.Brokers.First())}", commandLine, input, columns, stop);

    public static async Task<CliRun> Of(
        string server,
        string commandLine,
        string input = "",
        int? columns = null,
        CancellationToken stop = default)
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new MemoryStream();
        var error = new StringWriter { NewLine = "\n" };
        using var host = new CliHost
        {
            Input = new MemoryStream(encoding.GetBytes(input)),
            Output = output,
            Out = new StreamWriter(output, encoding) { NewLine = "\n" },
            Error = TextWriter.Synchronized(error),
            OutputColumns = columns,
            Environment = name => name == "CLOUD_BOOTSTRAP_SERVER" ? server : null,
        };
        var arguments = commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var exitCode = await CloudCommand.Run(arguments, host, stop);
        return new(exitCode, encoding.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>The same, which must succeed.</summary>
    public static async Task<CliRun> Good(
        BrokerCluster cluster, string commandLine, string input = "", int? columns = null)
    {
        var run = await Of(cluster, commandLine, input, columns);
        Assert.True(run.ExitCode == 0, $"{commandLine}: {run.Error}");
        return run;
    }
}
