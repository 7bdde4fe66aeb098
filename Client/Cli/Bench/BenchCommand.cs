using System.CommandLine;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Bench;

/// <summary><c>cloud bench</c></summary>
internal static class BenchCommand
{
    public static Command Create(CliHost host) => new("bench", "Measures a cluster, on a topic that is there.")
    {
        BenchProduceCommand.Create(host),
        BenchConsumeCommand.Create(host),
        BenchLatencyCommand.Create(host),
    };
}
