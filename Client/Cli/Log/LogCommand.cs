using System.CommandLine;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Log;

/// <summary><c>cloud log</c></summary>
internal static class LogCommand
{
    public static Command Create(CliHost host) => new("log", "Looks into files of a log, without a broker.")
    {
        DumpLogCommand.Create(host),
    };
}
