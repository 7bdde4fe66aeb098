using System.CommandLine;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Cluster;

/// <summary><c>cloud cluster</c></summary>
internal static class ClusterCommand
{
    public static Command Create(CliHost host) => new("cluster", "Shows the cluster and its brokers.")
    {
        DescribeClusterCommand.Create(host),
    };
}
