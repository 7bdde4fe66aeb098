using System.CommandLine;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Partitions;

/// <summary><c>cloud partitions</c></summary>
internal static class PartitionsCommand
{
    public static Command Create(CliHost host) => new("partitions", "Moves replicas and elects leaders.")
    {
        ReassignCommand.Create(host),
        ReassignmentsCommand.Create(host),
        ElectCommand.Create(host),
    };
}
